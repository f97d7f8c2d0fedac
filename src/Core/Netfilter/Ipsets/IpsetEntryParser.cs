using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>Reads what stands behind the element of an <c>add</c> line.</summary>
internal static class IpsetEntryParser
{
    private const string BridgePort = "physdev:";

    /// <summary>The entry; null when a word of it is not understood.</summary>
    public static IpsetEntry? Parse(IpsetHeader header, List<RuleToken> words, int line)
    {
        IpsetEntry entry = WithParts(new IpsetEntry { Line = line }, header, words[2].Text);
        for (int i = 3; i < words.Count; i++)
        {
            switch (words[i].Text)
            {
                case "nomatch":
                    entry = entry with { IsException = true };
                    break;
                case "wildcard":
                    entry = entry with { IsWildcard = true };
                    break;
                case "timeout" or "packets" or "bytes" or "comment" or "skbmark" or "skbprio" or "skbqueue" when i + 1 < words.Count:
                    // A dump holds no element whose time has run out: whatever is left of it, at the snapshot's instant it counts.
                    i++;
                    break;
                default:
                    return null;
            }
        }

        return entry;
    }

    private static IpsetEntry WithParts(IpsetEntry entry, IpsetHeader header, string text)
    {
        string[] parts = IpsetElementParser.Split(header, text);
        if (header.TypeName == "bitmap:ip,mac" && parts.Length == 2 && HardwareAddress.TryParse(parts[1], out HardwareAddress hardware))
        {
            return entry with { Hardware = hardware };
        }

        if (header.Fields.Contains(IpsetField.Interface) && parts.Length == 2)
        {
            bool bridge = parts[1].StartsWith(BridgePort, StringComparison.Ordinal);
            return entry with { Interface = bridge ? parts[1][BridgePort.Length..] : parts[1], IsBridgePort = bridge };
        }

        return entry;
    }
}
