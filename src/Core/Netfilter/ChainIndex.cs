using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter;

/// <summary>
/// Finds the next rule of a chain that can match a destination without looking at the others. kube-proxy's KUBE-SERVICES
/// holds one rule a virtual IP and port; all rules that ask for one exact destination address are kept under that address.
/// </summary>
internal sealed class ChainIndex
{
    // Below this a plain scan is as fast as two look-ups.
    private const int SmallestIndexedChain = 16;

    private readonly int _count;
    private readonly int[]? _general;
    private readonly Dictionary<IpAddress, List<int>>? _byDestination;

    public ChainIndex(Chain chain)
    {
        _count = chain.RuleCount;
        if (_count < SmallestIndexedChain)
        {
            return;
        }

        List<int> general = [];
        _byDestination = [];
        for (int i = 0; i < _count; i++)
        {
            if (chain.RuleAt(i).ExactDestination() is not IpAddress destination)
            {
                general.Add(i);
            }
            else if (_byDestination.TryGetValue(destination, out List<int>? rules))
            {
                rules.Add(i);
            }
            else
            {
                _byDestination.Add(destination, [i]);
            }
        }

        _general = [.. general];
    }

    /// <summary>The first rule at or after <paramref name="from"/> that can match this destination; the rule count when there is none.</summary>
    public int Next(int from, IpAddress destination)
    {
        if (_general is null || _byDestination is null)
        {
            return from;
        }

        int general = AtOrAfter(_general, from);
        int exact = _byDestination.TryGetValue(destination, out List<int>? rules) ? AtOrAfter(rules, from) : _count;
        return Math.Min(general, exact);
    }

    private int AtOrAfter(IList<int> sorted, int from)
    {
        int low = 0;
        int high = sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < from ? (middle + 1, high) : (low, middle);
        }

        return low < sorted.Count ? sorted[low] : _count;
    }
}
