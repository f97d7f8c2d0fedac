using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>
/// A base chain of nftables that is not one of iptables-nft's own. NetPath does not evaluate these yet: where one stands on a packet's
/// path, the walk says so.
/// </summary>
/// <param name="Family">The table's family: ip, ip6, inet, bridge, netdev or arp.</param>
/// <param name="Table">The table, such as kube-proxy.</param>
/// <param name="Name">The chain.</param>
/// <param name="Hook">The hook as nft names it, such as prerouting.</param>
/// <param name="Priority">Place among the chains of the hook; lower runs earlier.</param>
/// <param name="Policy">accept or drop.</param>
/// <param name="RuleCount">Rules in the chain itself.</param>
/// <param name="StoppingRules">Rules of the whole table that drop, reject or queue: the chain may jump to them.</param>
/// <param name="DivertingRules">For a chain of type nat: rules of the whole table that give a connection another destination; 0 for others.</param>
/// <param name="Evidence">The chain's declaration.</param>
public sealed record NativeBaseChain(string Family, string Table, string Name, string Hook, int Priority, string Policy, int RuleCount, int StoppingRules, int DivertingRules, Evidence Evidence)
{
    /// <summary>True when the chain can change what happens to a packet.</summary>
    public bool HasEffect => RuleCount > 0 || Policy == "drop";

    /// <summary>True when the chain can keep a packet from going on.</summary>
    public bool CanStop => Policy == "drop" || (RuleCount > 0 && StoppingRules > 0);

    /// <summary>True when the chain can send a new connection elsewhere.</summary>
    public bool CanDivert => RuleCount > 0 && DivertingRules > 0 && Hook is ("prerouting" or "output");

    /// <summary>What the chain holds, in words.</summary>
    public string Content => $"policy {Policy}, {RuleCount} {(RuleCount == 1 ? "rule" : "rules")}; in its table {StoppingRules} that drop, reject or queue{(CanDivert ? $", {DivertingRules} that translate the destination" : "")}";

    /// <inheritdoc/>
    public override string ToString() => $"table {Family} {Table} chain {Name}";
}
