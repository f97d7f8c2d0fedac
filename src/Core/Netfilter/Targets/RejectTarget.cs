namespace NetPath.Core.Netfilter.Targets;

/// <summary>REJECT: the packet ends here, and the sender gets an ICMP error or a TCP reset.</summary>
/// <param name="With">What the sender gets, such as icmp-port-unreachable or tcp-reset.</param>
public sealed record RejectTarget(string With) : Target
{
    /// <inheritdoc/>
    public override string Name => "REJECT";
}
