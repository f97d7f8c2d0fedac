using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>One routing table by prefix length, so that a lookup costs one dictionary access a length and not one a route.</summary>
internal sealed class RouteTrie
{
    private readonly Level[] _levels;

    /// <param name="routes">The routes in the order of the dump, which within a prefix is the kernel's.</param>
    /// <param name="order">The kernel's order among routes to one prefix; equal routes keep the order of the dump.</param>
    public RouteTrie(IEnumerable<Route> routes, Comparison<Route> order)
    {
        _levels = [.. routes
            .GroupBy(route => route.Destination.Length)
            .OrderByDescending(level => level.Key)
            .Select(level => new Level(level.Key, level
                .GroupBy(route => route.Destination.Address)
                .ToDictionary(leaf => leaf.Key, leaf => (IReadOnlyList<Route>)[.. leaf.Order(Comparer<Route>.Create(order))])))];
    }

    /// <summary>The routes whose prefix holds the address, one list a prefix, the longest prefix first.</summary>
    public IEnumerable<IReadOnlyList<Route>> Leaves(IpAddress destination)
    {
        foreach (Level level in _levels)
        {
            IpAddress key = new IpPrefix(destination, level.Length).Address;
            if (level.Leaves.TryGetValue(key, out IReadOnlyList<Route>? leaf))
            {
                yield return leaf;
            }
        }
    }

    private readonly record struct Level(int Length, Dictionary<IpAddress, IReadOnlyList<Route>> Leaves);
}
