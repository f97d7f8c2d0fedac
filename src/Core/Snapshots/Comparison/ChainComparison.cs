using NetPath.Core.Netfilter;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Compares the rules of one chain. A rule that stands elsewhere only because others came or went before it is the same.</summary>
internal sealed class ChainComparison
{
    private static readonly string[] ServiceDispatch = ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL"];

    private readonly Chain _before;
    private readonly Chain _after;
    private readonly string[] _left;
    private readonly string[] _right;
    private readonly int _start;

    private ChainComparison(Chain before, Chain after)
    {
        (_before, _after) = (before, after);
        int end = 0;
        while (_start < Math.Min(before.RuleCount, after.RuleCount) && RuleText.Of(before, _start).SequenceEqual(RuleText.Of(after, _start)))
        {
            _start++;
        }

        while (end < Math.Min(before.RuleCount, after.RuleCount) - _start && RuleText.Of(before, before.RuleCount - 1 - end).SequenceEqual(RuleText.Of(after, after.RuleCount - 1 - end)))
        {
            end++;
        }

        _left = Texts(_before, end);
        _right = Texts(_after, end);
    }

    /// <summary>The rules that differ, in the order of the chains.</summary>
    public static IReadOnlyList<RuleDifference> Differing(Chain before, Chain after) => new ChainComparison(before, after).Run();

    private string[] Texts(Chain chain, int end) => [.. Enumerable.Range(_start, chain.RuleCount - _start - end).Select(index => RuleText.Text(chain, index))];

    private List<RuleDifference> Run()
    {
        int[] places = Places();
        bool[] kept = RuleOrder.Kept(places);
        List<RuleDifference> differences = [];
        HashSet<int> removed = [];
        HashSet<int> found = [.. places];
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
            {
                removed.Add(i);
            }
            else if (!kept[i] && OrderMatters(_left[i]))
            {
                differences.Add(new RuleDifference(DifferenceChange.Moved, _start + i, _start + places[i]));
            }
        }

        HashSet<int> added = [.. Enumerable.Range(0, _right.Length).Where(place => !found.Contains(place))];
        bool[] stayed = new bool[_right.Length];
        for (int i = 0; i < places.Length; i++)
        {
            if (kept[i])
            {
                stayed[places[i]] = true;
            }
        }

        int[] before = Gaps(kept);
        int[] after = Gaps(stayed);
        differences.AddRange(Changed(removed, added, index => before[index], index => after[index]));
        differences.AddRange(removed.Select(index => new RuleDifference(DifferenceChange.Removed, _start + index, -1)));
        differences.AddRange(added.Select(index => new RuleDifference(DifferenceChange.Added, -1, _start + index)));
        return [.. differences.OrderBy(difference => Math.Max(difference.Before, difference.After)).ThenBy(difference => difference.After)];
    }

    // The place of each rule of the first chain in the second; of equal rules the first is the first.
    private int[] Places()
    {
        Dictionary<string, Queue<int>> waiting = new(StringComparer.Ordinal);
        for (int i = 0; i < _right.Length; i++)
        {
            if (!waiting.TryGetValue(_right[i], out Queue<int>? places))
            {
                waiting.Add(_right[i], places = new Queue<int>());
            }

            places.Enqueue(i);
        }

        return [.. _left.Select(text => waiting.TryGetValue(text, out Queue<int>? places) && places.TryDequeue(out int place) ? place : -1)];
    }

    // A rule is the same one, changed, when it alone leads to the same place, or it alone asks for the same, or it alone does the same between the same two rules that stayed.
    private List<RuleDifference> Changed(HashSet<int> removed, HashSet<int> added, Func<int, int> gapBefore, Func<int, int> gapAfter)
    {
        List<RuleDifference> changed = [];
        Pair(index => RuleText.Split(_left[index]).Target, index => RuleText.Split(_right[index]).Target);
        Pair(index => RuleText.Split(_left[index]).Conditions, index => RuleText.Split(_right[index]).Conditions);
        Pair(index => $"{gapBefore(index)} {RuleText.Split(_left[index]).Target}", index => $"{gapAfter(index)} {RuleText.Split(_right[index]).Target}");
        return changed;

        void Pair(Func<int, string> before, Func<int, string> after)
        {
            ILookup<string, int> left = removed.ToLookup(before);
            ILookup<string, int> right = added.ToLookup(after);
            foreach (IGrouping<string, int> group in left.Where(group => group.Key.Length > 0 && group.Count() == 1 && right[group.Key].Count() == 1).ToArray())
            {
                int one = group.Single();
                int other = right[group.Key].Single();
                changed.Add(new RuleDifference(DifferenceChange.Changed, _start + one, _start + other));
                removed.Remove(one);
                added.Remove(other);
            }
        }
    }

    // How many rules that stayed stand before each place.
    private static int[] Gaps(bool[] kept)
    {
        int[] gaps = new int[kept.Length];
        for (int i = 1; i < kept.Length; i++)
        {
            gaps[i] = gaps[i - 1] + (kept[i - 1] ? 1 : 0);
        }

        return gaps;
    }

    /// <summary>
    /// kube-proxy writes the rules that lead to single Services in any order, anew with each full synchronisation: no packet matches two of them.
    /// </summary>
    private bool OrderMatters(string text) => !(ServiceDispatch.Contains(_after.Name) && text.Contains(" --dport ", StringComparison.Ordinal));
}
