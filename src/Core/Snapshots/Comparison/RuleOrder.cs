namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Tells rules that moved from those that only made room for others.</summary>
internal static class RuleOrder
{
    /// <summary>
    /// The largest number of places that rise, so that the rules there kept their order; the others moved. Patience sorting: n log n, also for a chain of ten thousand rules.
    /// </summary>
    /// <param name="places">The place of each rule in the second chain; negative for a rule that is not there.</param>
    /// <returns>True for each that kept its order.</returns>
    public static bool[] Kept(IReadOnlyList<int> places)
    {
        List<int> smallestEnds = [];
        int[] before = new int[places.Count];
        for (int i = 0; i < places.Count; i++)
        {
            if (places[i] < 0)
            {
                continue;
            }

            int length = LowerBound(smallestEnds, places, places[i]);
            before[i] = length > 0 ? smallestEnds[length - 1] : -1;
            if (length == smallestEnds.Count)
            {
                smallestEnds.Add(i);
            }
            else
            {
                smallestEnds[length] = i;
            }
        }

        bool[] kept = new bool[places.Count];
        for (int i = smallestEnds.Count > 0 ? smallestEnds[^1] : -1; i >= 0; i = before[i])
        {
            kept[i] = true;
        }

        return kept;
    }

    private static int LowerBound(List<int> ends, IReadOnlyList<int> places, int place)
    {
        int low = 0;
        int high = ends.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (places[ends[middle]] < place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
