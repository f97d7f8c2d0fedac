using System.Text;
using NetPath.Core.Netfilter;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Knows the rules that a node has for its own pods and addresses, and that another node rightly lacks.</summary>
internal sealed class NodeOwnRules
{
    // Chains for local endpoints (kube-proxy), for workloads and the policies that select them (Calico), for pods and their policies (kube-router).
    private static readonly string[] Chains =
    [
        "KUBE-SVL-", "cali-tw-", "cali-fw-", "cali-sm-", "cali-th-", "cali-fh-", "cali-thfw-", "cali-pi-", "cali-po-", "cali-pri-", "cali-pro-",
        "cali-from-wl-dispatch", "cali-to-wl-dispatch", "cali-set-endpoint-mark", "KUBE-POD-FW-", "KUBE-NWPLCY-",
    ];

    private static readonly byte[][] EncodedChains = [.. Chains.Select(Encoding.UTF8.GetBytes)];

    private readonly byte[][] _words;

    public NodeOwnRules(ComparedPair pair) => _words = [.. Words(pair.Before).Concat(Words(pair.After)).Distinct().Select(Encoding.UTF8.GetBytes)];

    /// <summary>True for a chain that belongs to a node's own pods.</summary>
    public bool Takes(string chain) => Array.Exists(Chains, start => chain.StartsWith(start, StringComparison.Ordinal)) || Mentions(Encoding.UTF8.GetBytes(chain));

    /// <summary>True for a chain whose rules all speak of one node's own pods or addresses.</summary>
    public bool TakesAll(Chain chain) => chain.RuleCount > 0 && Enumerable.Range(0, chain.RuleCount).All(index => Mentions(RuleText.Of(chain, index)));

    /// <summary>True for a rule that speaks of one node's own pods, endpoints or addresses.</summary>
    public bool Takes(RuleDifference rule, Chain before, Chain after) =>
        (rule.Before >= 0 && IsOwn(RuleText.Of(before, rule.Before))) || (rule.After >= 0 && IsOwn(RuleText.Of(after, rule.After)));

    private bool IsOwn(ReadOnlySpan<byte> rule)
    {
        if (Mentions(rule) || rule.IndexOf("has no local endpoints"u8) >= 0)
        {
            return true;
        }

        foreach (byte[] chain in EncodedChains)
        {
            if (rule.IndexOf(chain) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // A word counts only as a whole: 10.0.0.1 is not in 10.0.0.12, nor cali1 in cali12.
    private bool Mentions(ReadOnlySpan<byte> text)
    {
        foreach (byte[] word in _words)
        {
            for (int at = text.IndexOf(word); at >= 0;)
            {
                int end = at + word.Length;
                if ((at == 0 || !IsPart(text[at - 1])) && (end == text.Length || !IsPart(text[end])))
                {
                    return true;
                }

                int next = text[end..].IndexOf(word);
                at = next < 0 ? -1 : end + next;
            }
        }

        return false;
    }

    private static bool IsPart(byte character) => char.IsAsciiLetterOrDigit((char)character) || character == (byte)'.';

    private static IEnumerable<string> Words(NetworkNamespace space)
    {
        IEnumerable<string> devices = space.TryPart("links/link.json", out _) ? space.Links.Links.Where(LinkItems.IsPodsOwn).Select(link => link.Name) : [];
        IEnumerable<string> addresses = space.TryPart("links/address.json", out _)
            ? space.Addresses.Addresses.Where(address => address.Scope != "host" && !address.Address.IsLoopback()).Select(address => address.Address.ToString())
            : [];
        return devices.Concat(addresses);
    }
}
