namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Base chains of nftables tables that are not iptables-nft's own.</summary>
internal static class RulesetItems
{
    public static IEnumerable<ComparedItem> NativeChains(NetworkNamespace space, ComparedPair pair)
    {
        if (space.FileRecord("netfilter/nft-ruleset.json") is { Skipped: not null })
        {
            // The kernel has no nf_tables.
            return [];
        }

        space.Part("netfilter/nft-ruleset.json");
        return space.Netfilter.NativeChains.Select(chain => new ComparedItem(
            chain.ToString(),
            chain.ToString(),
            [new Trait("hook", chain.Hook), new Trait("priority", $"{chain.Priority}"), new Trait("", chain.Content)],
            () => chain.Evidence));
    }
}
