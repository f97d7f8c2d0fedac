namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Ipsets and their elements.</summary>
internal static class SetItems
{
    // What the kernel chose or counted itself; time-outs run down.
    private static readonly string[] Ignored = ["initval", "hashsize", "timeout", "packets", "bytes"];

    // Network plugins make sets for the policies of the pods that a node has.
    private static readonly string[] OfPods = ["cali", "KUBE-SRC-", "KUBE-DST-", "KUBE-NET", "KUBE-IP", "KUBE-POD"];

    public static IEnumerable<ComparedItem> Sets(NetworkNamespace space, ComparedPair pair)
    {
        if (space.FileRecord("netfilter/ipset-save.txt") is { Skipped: not null })
        {
            // The kernel has no ipsets.
            yield break;
        }

        SnapshotPart part = space.Part("netfilter/ipset-save.txt");
        HashSet<string>? others = pair.TwoNodes ? Names(pair.OtherThan(space)) : null;
        foreach ((int number, string text) in PartLines.Of(part))
        {
            string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 3 || (others is not null && !others.Contains(words[1]) && Array.Exists(OfPods, start => words[1].StartsWith(start, StringComparison.Ordinal))))
            {
                continue;
            }

            bool isElement = words[0] == "add";
            yield return new ComparedItem(
                isElement ? $"{words[1]} {words[2]}" : words[1],
                isElement ? $"{words[1]} {words[2]}" : words[1],
                [new Trait("", string.Join(' ', Meaning(words[(isElement ? 3 : 2)..])) is { Length: > 0 } meaning ? meaning : "element")],
                () => PartLines.Evidence(part, number, text));
        }
    }

    private static HashSet<string> Names(NetworkNamespace space) =>
        space.TryPart("netfilter/ipset-save.txt", out _) ? [.. space.Ipsets.Sets.Select(set => set.Name)] : [];

    private static IEnumerable<string> Meaning(string[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (Ignored.Contains(words[i]))
            {
                i++;
            }
            else
            {
                yield return words[i];
            }
        }
    }
}
