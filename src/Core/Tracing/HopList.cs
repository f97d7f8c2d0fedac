using System.Collections;

namespace NetPath.Core.Tracing;

/// <summary>The hops of a walk in their order. Adding one makes a new list on top of the old one, so that ways that part share their past, and the hops with it.</summary>
internal sealed class HopList : IReadOnlyList<Hop>
{
    private readonly HopList? _before;
    private readonly Hop? _last;

    private HopList(HopList? before, Hop? last)
    {
        _before = before;
        _last = last;
        Count = before is null ? 0 : before.Count + 1;
    }

    /// <summary>No hop.</summary>
    public static HopList Empty { get; } = new(null, null);

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Hop this[int index] => Behind(index + 1)._last!;

    /// <summary>The list with another hop at its end, which gets its place there as its number.</summary>
    public HopList Add(Hop hop)
    {
        hop.Number = Count + 1;
        return new HopList(this, hop);
    }

    /// <summary>The list with another hop in front of its last one.</summary>
    public HopList AddBeforeLast(Hop hop) => _before!.Add(hop).Add(_last!);

    /// <summary>True when a hop behind the first <paramref name="start"/> ones is such.</summary>
    public bool Exists(Predicate<Hop> isSuch, int start = 0)
    {
        for (HopList list = this; list.Count > start; list = list._before!)
        {
            if (isSuch(list._last!))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All hops.</summary>
    public Hop[] ToArray()
    {
        Hop[] hops = new Hop[Count];
        for (HopList list = this; list.Count > 0; list = list._before!)
        {
            hops[list.Count - 1] = list._last!;
        }

        return hops;
    }

    /// <inheritdoc/>
    public IEnumerator<Hop> GetEnumerator() => ((IEnumerable<Hop>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private HopList Behind(int count)
    {
        HopList list = this;
        while (list.Count > count)
        {
            list = list._before!;
        }

        return list;
    }
}
