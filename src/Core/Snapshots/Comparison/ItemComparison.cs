namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Compares the things of one kind in one namespace.</summary>
internal static class ItemComparison
{
    /// <summary>The things that differ, in the order of the first snapshot, and then those that only the second has.</summary>
    public static IEnumerable<(ComparedItem? Before, ComparedItem? After)> Differing(IEnumerable<ComparedItem> before, IEnumerable<ComparedItem> after)
    {
        Dictionary<string, List<ComparedItem>> left = ByKey(before);
        Dictionary<string, List<ComparedItem>> right = ByKey(after);
        foreach ((string key, List<ComparedItem> items) in left)
        {
            List<ComparedItem> others = right.GetValueOrDefault(key) ?? [];
            items.RemoveAll(item => others.FindIndex(item.IsLike) is int same && same >= 0 && Take(others, same));
            int pairs = Math.Min(items.Count, others.Count);
            for (int i = 0; i < items.Count; i++)
            {
                yield return (items[i], i < pairs ? others[i] : null);
            }

            others.RemoveRange(0, pairs);
        }

        foreach (ComparedItem item in right.Values.SelectMany(items => items))
        {
            yield return (null, item);
        }
    }

    private static bool Take(List<ComparedItem> items, int index)
    {
        items.RemoveAt(index);
        return true;
    }

    private static Dictionary<string, List<ComparedItem>> ByKey(IEnumerable<ComparedItem> items)
    {
        Dictionary<string, List<ComparedItem>> byKey = new(StringComparer.Ordinal);
        foreach (ComparedItem item in items)
        {
            if (!byKey.TryGetValue(item.Key, out List<ComparedItem>? same))
            {
                byKey.Add(item.Key, same = []);
            }

            same.Add(item);
        }

        return byKey;
    }
}
