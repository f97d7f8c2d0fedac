using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>Reads the policies that <c>ip xfrm policy</c> prints: a line for the packets that each is for, and lines after a tab for what becomes of them.</summary>
internal static class IpsecPolicies
{
    /// <summary>The policies that packets of others may meet. Left out are those of one socket (a key daemon's own) and those of xfrm interfaces, which a packet meets only there.</summary>
    public static IReadOnlyList<IpsecPolicy> Parse(SnapshotPart part)
    {
        List<IpsecPolicy> policies = [];
        IpsecPolicy? open = null;
        foreach ((int number, string line) in PartLines.Of(part).Where(line => line.Text.Trim().Length > 0))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (!char.IsWhiteSpace(line[0]))
            {
                Keep(policies, open);
                open = Begin(words, PartLines.Evidence(part, number, line));
            }
            else if (words[0] is "socket" or "if_id")
            {
                open = null;
            }
            else if (words is ["mark", string mark, ..] && MaskedNumber(mark) is (uint, uint) masked)
            {
                open = open is null ? null : open with { Mark = masked };
            }
        }

        Keep(policies, open);
        return policies;
    }

    private static void Keep(List<IpsecPolicy> policies, IpsecPolicy? policy)
    {
        if (policy is not null)
        {
            policies.Add(policy);
        }
    }

    private static IpsecPolicy Begin(string[] words, Evidence evidence) =>
        words is ["src", string from, "dst", string to, ..] && IpPrefix.TryParse(from, out IpPrefix source) && IpPrefix.TryParse(to, out IpPrefix destination)
            ? new IpsecPolicy(source, destination, null, evidence)
            : new IpsecPolicy(null, null, null, evidence);

    private static (uint Value, uint Mask)? MaskedNumber(string text) =>
        text.Split('/') is [string value, string mask] && TryHex(value, out uint number) && TryHex(mask, out uint bits) ? (number, bits) : null;

    private static bool TryHex(string text, out uint number)
    {
        number = 0;
        return text.StartsWith("0x", StringComparison.Ordinal) && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
