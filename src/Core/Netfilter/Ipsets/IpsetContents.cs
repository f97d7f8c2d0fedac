using System.Runtime.InteropServices;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>
/// The elements of one set, found by key. A network is found as the kernel finds it (mtype_test_cidrs in net/netfilter/ipset/ip_set_hash_gen.h):
/// one look-up for each prefix length that occurs, the longest first, so that the size of the set does not matter.
/// </summary>
internal sealed class IpsetContents
{
    private readonly Dictionary<IpsetElement, IpsetEntry> _entries = [];
    private readonly SortedSet<int> _firstLengths = new(Comparer<int>.Create(static (one, other) => other.CompareTo(one)));
    private readonly SortedSet<int> _secondLengths = new(Comparer<int>.Create(static (one, other) => other.CompareTo(one)));
    private readonly List<string> _members = [];
    private int[] _first = [];
    private int[] _second = [];

    /// <summary>The first line that was not understood; null when all were.</summary>
    public Evidence? Unread { get; set; }

    /// <summary>The sets in a list of sets, in its order.</summary>
    public IReadOnlyList<string> Members => _members;

    public bool IsEmpty => _entries.Count == 0 && _members.Count == 0;

    public void AddMember(string name) => _members.Add(name);

    public void Add(IpsetElement element, IpsetEntry entry)
    {
        ref IpsetEntry? known = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, element, out bool exists);
        if (!exists)
        {
            known = entry;
            _firstLengths.Add(element.FirstLength);
            _secondLengths.Add(element.SecondLength);
            return;
        }

        // The same element twice is no output of ipset, but for another interface.
        for (IpsetEntry last = known!; entry.Interface is not null; last = last.Next)
        {
            if (last.Next is null)
            {
                last.Next = entry with { Next = null };
                return;
            }
        }
    }

    public void Complete()
    {
        _first = [.. _firstLengths];
        _second = [.. _secondLengths];
    }

    /// <summary>The most specific element that holds this, or null.</summary>
    /// <param name="first">The first address.</param>
    /// <param name="second">The second address.</param>
    /// <param name="width">Bits of an address: 32 or 128.</param>
    /// <param name="detail">Port, mark or Ethernet address.</param>
    /// <param name="device">The interface, where the set asks for one.</param>
    public IpsetEntry? Find(UInt128 first, UInt128 second, int width, ulong detail, string? device)
    {
        foreach (int firstLength in _first)
        {
            foreach (int secondLength in _second)
            {
                IpsetElement element = new(Network(first, firstLength, width), (byte)firstLength, Network(second, secondLength, width), (byte)secondLength, detail);
                if (!_entries.TryGetValue(element, out IpsetEntry? entry))
                {
                    continue;
                }

                if (device is null)
                {
                    return entry;
                }

                IpsetEntry? taken = entry;
                bool sameKind = false;
                for (; taken is not null && !taken.TakesInterface(device); taken = taken.Next)
                {
                    sameKind |= !taken.IsBridgePort;
                }

                // hash_netiface4_data_equal() counts every interface of the network that it met: having met one, the kernel looks no further.
                if (taken is not null || sameKind)
                {
                    return taken;
                }
            }
        }

        return null;
    }

    private static UInt128 Network(UInt128 bits, int length, int width) => length == 0 ? UInt128.Zero : bits & (UInt128.MaxValue << (width - length));
}
