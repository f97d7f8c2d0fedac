using NetPath.Core.Netfilter;

namespace NetPath.Core.Tracing;

/// <summary>Who is told of a walk's steps, on the thread that walks.</summary>
/// <param name="Line">Takes a line for each rule that is asked, with its answer; null for nobody, which then costs nothing.</param>
/// <param name="Unsure">Takes each rule of which it is not known whether it matches; null for nobody.</param>
internal sealed record WalkObserver(Action<string>? Line, Action<Rule>? Unsure);
