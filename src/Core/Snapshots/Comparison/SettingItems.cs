using NetPath.Core.Dns;
using NetPath.Core.Links;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Kernel settings, and how names are looked up.</summary>
internal static class SettingItems
{
    // A count, not a setting.
    private const string Count = "net/netfilter/nf_conntrack_count";

    /// <summary>The settings. Those of an interface that the other side does not have come and go with it, which is said of the interface.</summary>
    public static IEnumerable<ComparedItem> Settings(NetworkNamespace space, ComparedPair pair)
    {
        LinkTable? others = pair.OtherThan(space).TryPart("links/link.json", out _) ? pair.OtherThan(space).Links : null;
        return space.Sysctl.Names
            .Where(name => name != Count && IsInBoth(name, others, pair.TwoNodes))
            .Select(name => new ComparedItem(name, name, [new Trait("", space.Sysctl.TryGet(name, out string? value) ? value : "")], () => space.Sysctl.EvidenceFor(name)));
    }

    public static IEnumerable<ComparedItem> Resolver(NetworkNamespace space, ComparedPair pair)
    {
        if (IsSkipped(pair.Before) && IsSkipped(pair.After))
        {
            // No program runs there that could ask.
            return [];
        }

        ResolverConfiguration resolver = space.ResolverConfiguration;
        Evidence? first = resolver.Evidence.Count > 0 ? resolver.Evidence[0] : null;
        return
        [
            Of("nameserver", string.Join(' ', resolver.Nameservers)),
            Of("search", string.Join(' ', resolver.Search)),
            Of("options", string.Join(' ', resolver.Options)),
        ];

        ComparedItem Of(string name, string text) => new(name, name, [new Trait("", text)], () => resolver.Evidence.FirstOrDefault(line => line.Text.StartsWith(name, StringComparison.Ordinal)) ?? first);
    }

    private static bool IsSkipped(NetworkNamespace space) => space.FileRecord("dns/resolv.conf") is { Skipped: not null };

    private static bool IsInBoth(string name, LinkTable? others, bool twoNodes)
    {
        string[] steps = name.Split('/');
        bool ofInterface = steps is ["net", "ipv4" or "ipv6", "conf" or "neigh", _, ..] && steps[3] is not ("all" or "default");
        if (!ofInterface || others is null)
        {
            return true;
        }

        return others.Find(steps[3]) is Link link && !(twoNodes && LinkItems.IsPodsOwn(link));
    }
}
