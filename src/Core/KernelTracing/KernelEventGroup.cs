namespace NetPath.Core.KernelTracing;

/// <summary>The events of one packet on its way through one network namespace, in the kernel's order.</summary>
/// <param name="Events">The events; at least one.</param>
/// <param name="Doubt">Why some of the events may be another packet's, as a sentence without a full stop; null when they are certainly one packet's.</param>
/// <param name="StartsInside">True when the first event is not from the packet's first hook: what came before was not traced, or is lost.</param>
/// <param name="LeftOut">Events that were not kept because there were too many.</param>
/// <param name="EndsTrace">True when the whole trace ends with an event of this packet: more may have come.</param>
public sealed record KernelEventGroup(IReadOnlyList<KernelTraceEvent> Events, string? Doubt, bool StartsInside, int LeftOut, bool EndsTrace);
