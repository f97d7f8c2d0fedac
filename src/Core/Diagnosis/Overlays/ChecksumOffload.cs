using System.Globalization;
using System.Text.RegularExpressions;
using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>
/// NP5007: kernels whose NAT gives outer VXLAN packets, which are sent without a checksum, a wrong one (fixed by "netfilter: nat: never update the UDP checksum when it's 0",
/// Linux 5.7, and in 5.6.13, 5.4.41, 4.19.123 and 4.14.181). It shows when the mark of kube-proxy passes to the outer packet, so that this is masqueraded once more.
/// </summary>
internal static partial class ChecksumOffload
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5007",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "This kernel can spoil the checksum of VXLAN packets that are masqueraded",
        EvidenceNeeded = "The kernel's release, a VXLAN device, and kube-proxy's MASQUERADE rule; as information only, where kube-proxy takes its mark off before that rule",
        Symptom = "Connections from a node to a Service take 63 seconds, or 1 to 3 with some programs: only a repeated packet gets through",
        Remedy = "Update the kernel (5.7, or 5.6.13, 5.4.41, 4.19.123, 4.14.181 and later of these lines; distributions may have mended theirs under an older number), or kube-proxy to "
            + "1.16.13, 1.17.9, 1.18.6 or later, which takes its mark off. Until then switch the offload off on the device.",
        Commands = ["ethtool --show-offload <device>", "ethtool --offload <device> tx-checksum-ip-generic off"],
        OnEveryPath = true,
        OnNode = OnNode,
        OnPath = OnPath,
    };

    // The last release of each line that has the fault; lines in between end without a fix.
    private static readonly (Version From, Version Fixed)[] Affected =
    [
        (new Version(0, 0), new Version(4, 14, 181)),
        (new Version(4, 15), new Version(4, 19, 123)),
        (new Version(4, 20), new Version(5, 4, 41)),
        (new Version(5, 5), new Version(5, 6, 13)),
    ];

    private static IEnumerable<Observation> OnPath(PathContext context) => TunnelCrossing.On(context)
        .Where(crossing => crossing.Device.Kind == "vxlan" && IsAffected(crossing.From.Host.Space.Snapshot.KernelRelease))
        .Take(1)
        .SelectMany(crossing => context.OnNodes(Definition.Code, crossing.Hop).Where(seen => seen.Node == crossing.From.Host.Space.Snapshot));

    private static IEnumerable<Observation> OnNode(NodeContext context)
    {
        string release = context.Snapshot.KernelRelease;
        Link? device = IsAffected(release) ? Array.Find(Tunnels.Of(context.Snapshot).Devices, device => device is { Kind: "vxlan", IsUp: true }) : null;
        if (device is null)
        {
            yield break;
        }

        foreach (Chain chain in Chains(context.Snapshot))
        {
            Rule? masquerade = chain.Rules.FirstOrDefault(rule => rule.Text.Contains("-j MASQUERADE", StringComparison.Ordinal));
            if (masquerade is null)
            {
                continue;
            }

            bool unmarked = chain.Rules.TakeWhile(rule => rule != masquerade).Any(rule => rule.Text.Contains("-j MARK", StringComparison.Ordinal));
            string then = unmarked ? "kube-proxy takes its mark off first, so that its rules do not bring it about"
                : "kube-proxy's mark stays on the packet, so that the outer packet is masqueraded too";
            yield return new Observation($"kernel {release} of {context.Snapshot.NodeName} can give VXLAN packets of {device.Name} a wrong checksum when they are masqueraded; {then}", device.Evidence, masquerade.Evidence, new Evidence("manifest.json", 0, $"kernelRelease {release}"))
            {
                Subject = device.Name,
                Severity = unmarked ? FindingSeverity.Information : null,
                Names = [("device", device.Name)],
            };
        }
    }

    private static IEnumerable<Chain> Chains(NodeSnapshot snapshot) => snapshot.Host.Netfilter.Rulesets
        .Select(ruleset => ruleset.Find(TableKind.Nat, "KUBE-POSTROUTING"))
        .OfType<Chain>()
        .Take(1);

    private static bool IsAffected(string release)
    {
        Match match = Release().Match(release);
        if (!match.Success)
        {
            return false;
        }

        Version version = new(Number(match, 1), Number(match, 2), match.Groups[3].Success ? Number(match, 3) : 0);
        return Array.Exists(Affected, range => version >= range.From && version < range.Fixed);
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?", RegexOptions.CultureInvariant)]
    private static partial Regex Release();
}
