namespace NetPath.Core.Netfilter;

/// <summary>Which part of the kernel holds a set of iptables rules. Both can hold rules at the same time, and then both run.</summary>
public enum RulesetBackend
{
    /// <summary>ip_tables, read by iptables-legacy-save.</summary>
    Legacy,

    /// <summary>nf_tables through its compatibility layer, read by iptables-nft-save.</summary>
    NfTables,
}
