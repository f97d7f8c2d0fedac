namespace NetPath.Core.Netfilter;

/// <summary>Where a rule stands in the dump.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Line">Line, counted from 1.</param>
internal readonly record struct RuleSpan(int Offset, int Length, int Line);
