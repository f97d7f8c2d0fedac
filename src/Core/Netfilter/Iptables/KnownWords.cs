namespace NetPath.Core.Netfilter.Iptables;

/// <summary>The words that nearly every rule of kube-proxy has, so that a quarter of a million rules do not each make them anew.</summary>
internal static class KnownWords
{
    // By length: at most a few are compared.
    private static readonly string[][] ByLength = Arrange(
        "!", "-A", "-s", "-d", "-p", "-i", "-o", "-m", "-j", "tcp", "udp", "DNAT", "mark", "comment", "--dport", "addrtype", "--comment",
        "statistic", "conntrack", "KUBE-SERVICES", "KUBE-MARK-MASQ", "--to-destination", "--mode", "random", "--probability", "[0:0]");

    public static string ToString(ReadOnlySpan<char> word)
    {
        if (word.Length < ByLength.Length)
        {
            foreach (string known in ByLength[word.Length])
            {
                if (word.SequenceEqual(known))
                {
                    return known;
                }
            }
        }

        return word.ToString();
    }

    private static string[][] Arrange(params string[] words) =>
        [.. Enumerable.Range(0, words.Max(word => word.Length) + 1).Select(length => words.Where(word => word.Length == length).ToArray())];
}
