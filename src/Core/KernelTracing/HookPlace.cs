using NetPath.Core.Netfilter;

namespace NetPath.Core.KernelTracing;

/// <summary>
/// A base chain of iptables as a place on a packet's way: the stage (arriving or sent; routed; leaving) and the order of the tables there.
/// </summary>
/// <param name="Stage">0 for PREROUTING, 1 for INPUT and FORWARD, and for OUTPUT; 2 for POSTROUTING.</param>
/// <param name="Order">Place among the tables of the hook, by priority.</param>
/// <param name="Chain">The base chain.</param>
internal readonly record struct HookPlace(int Stage, int Order, string Chain)
{
    // include/uapi/linux/netfilter_ipv4.h, enum nf_ip_hook_priorities: nat stands before filter at OUTPUT, and behind it at INPUT.
    private static readonly string[] OutputOrder = ["raw", "mangle", "nat", "filter", "security"];
    private static readonly string[] OtherOrder = ["raw", "mangle", "filter", "security", "nat"];

    // iptables-nft gives the security table priority 150, behind nat's 100 (iptables/nft.c, xtables_ipv4); ip_tables gives it 50.
    private static readonly string[] NftOrder = ["raw", "mangle", "filter", "nat", "security"];

    /// <summary>The place of a base chain; null for a chain that is none of iptables' base chains.</summary>
    public static HookPlace? Of(RulesetBackend backend, string table, string chain)
    {
        int stage = chain switch
        {
            "PREROUTING" => 0,
            "INPUT" or "FORWARD" or "OUTPUT" => 1,
            "POSTROUTING" => 2,
            _ => -1,
        };
        int order = Array.IndexOf(chain == "OUTPUT" ? OutputOrder : backend == RulesetBackend.NfTables ? NftOrder : OtherOrder, table);
        return stage >= 0 && order >= 0 ? new HookPlace(stage, order, chain) : null;
    }

    /// <summary>True when a packet that was at this place can be at the other one next.</summary>
    public bool CanLeadTo(HookPlace next) =>
        next.Stage == Stage ? next.Chain == Chain && next.Order > Order
        : next.Stage > Stage && Chain != "INPUT" && next.Chain != "OUTPUT";

    /// <summary>True when a packet that was accepted here has left the rules: it goes to a process, or out of an interface.</summary>
    public bool IsLastHook => Chain is "INPUT" or "POSTROUTING";

    /// <summary>True when NAT can have rewritten the destination between the two places: conntrack's part comes with priority -100 at PREROUTING and OUTPUT.</summary>
    public bool DestinationCanChangeBefore(HookPlace next) => Chain switch
    {
        "PREROUTING" => next.Stage > 0,
        "OUTPUT" => Order <= Array.IndexOf(OutputOrder, "nat") && (next.Stage > 1 || next.Order > Array.IndexOf(OutputOrder, "nat")),
        _ => false,
    };
}
