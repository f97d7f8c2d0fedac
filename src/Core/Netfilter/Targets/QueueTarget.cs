namespace NetPath.Core.Netfilter.Targets;

/// <summary>NFQUEUE and QUEUE: a program decides about the packet. What it lets through is not asked the rest of this table's rules.</summary>
/// <param name="Kind">NFQUEUE or QUEUE.</param>
/// <param name="Options">Its options as the rule gives them.</param>
/// <param name="Bypass">True with --queue-bypass: without a program the packet goes on; otherwise it is dropped.</param>
public sealed record QueueTarget(string Kind, string Options, bool Bypass) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;
}
