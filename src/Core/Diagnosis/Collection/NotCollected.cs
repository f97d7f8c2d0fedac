using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.Collection;

/// <summary>NP9001: a part of the snapshot is not there.</summary>
internal static class NotCollected
{
    // By the file's name, or by its folder: what is not known without it.
    private static readonly (string Part, string Undecided)[] Needed =
    [
        ("netfilter/ipset-save.txt", "rules that ask for a set"),
        ("netfilter/xt_recent", "session affinity"),
        ("netfilter/nft-ruleset.json", "rules of nftables beside iptables"),
        ("netfilter/ipvs.txt", "Services in IPVS mode"),
        ("netfilter/ip6tables", "rules for IPv6"),
        ("netfilter/", "rules: whether packets are translated, dropped or rejected"),
        ("routing/neighbour.json", "whether next hops answer"),
        ("routing/xfrm-", "whether IPsec takes packets"),
        ("routing/", "routes"),
        ("links/fdb.json", "where a tunnel's packets go"),
        ("links/netns.json", "which pod is behind which interface"),
        ("links/", "interfaces, and what is behind them"),
        ("sockets/", "whether anybody listens"),
        ("sysctl.txt", "forwarding, the reverse-path filter and other settings of the kernel"),
        ("conntrack/entries.txt", "connections that exist already"),
        ("conntrack/", "how full the connection tracking table is"),
        ("dns/", "how names are resolved"),
        ("kubernetes/", "what the API wants"),
    ];

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP9001",
        Severity = nameof(FindingSeverity.Information),
        Meaning = "A part of the snapshot was not collected, so that what depends on it was not decided",
        EvidenceNeeded = "The manifest's record of the file: a command that the node does not have, or that failed",
        Symptom = "None; outcomes that need the part are conditional or inconclusive",
        Remedy = "Install the command on the node or run the collector with the rights that it needs (root, in the host's namespaces), and take the snapshot again.",
        Commands = ["Get-NodeSnapshot | Select-Object -ExpandProperty Problems"],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context) => context.Snapshot.Commands
        .Where(file => file.Failed && file.Skipped is null)
        .GroupBy(file => (Part: Relative(file.Path), file.Reason))
        .Select(group => new Observation(Words(group.Key.Part, group.Key.Reason!, [.. group]), [.. group.Take(3).Select(file => new Evidence("manifest.json", 0, file.ToString()))])
        {
            Subject = group.Key.Part,
        });

    private static string Words(string part, string reason, CollectedFile[] files)
    {
        string undecided = Array.Find(Needed, need => part.StartsWith(need.Part, StringComparison.Ordinal)).Undecided ?? "what depends on it";
        // A namespace that went away before it was entered has no part: the record is of its folder.
        string path = files[0].Path;
        string places = files.Length > 1 ? $" in {files.Length} namespaces" : path.StartsWith("pods/", StringComparison.Ordinal) && path != part ? $" in {path[..^(part.Length + 1)]}" : "";
        return $"{part} was not collected{places}: {reason}. Not decided: {undecided}";
    }

    // host/routing/route4.json and pods/7/routing/route4.json are both routing/route4.json.
    private static string Relative(string path) => path.StartsWith("host/", StringComparison.Ordinal) ? path[5..]
        : path.StartsWith("pods/", StringComparison.Ordinal) && path.IndexOf('/', 5) is > 0 and int end ? path[(end + 1)..]
        : path;
}
