using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>
/// The collected entries of a namespace by their tuples. It holds where each entry stands, not the entry: with half a million of them that is the
/// difference between some ten megabytes and some hundred.
/// </summary>
internal sealed class ConntrackIndex
{
    private readonly ConntrackEntryReader _reader;
    private readonly Dictionary<ConntrackKey, (int Start, int Number)> _first = [];
    private readonly Dictionary<ConntrackKey, List<(int Start, int Number)>> _more = [];

    private ConntrackIndex(ConntrackEntryReader reader) => _reader = reader;

    /// <summary>Reads the entries of a namespace.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public static ConntrackIndex Read(NetworkNamespace space)
    {
        ConntrackIndex index = new(new ConntrackEntryReader(space));
        foreach ((int Start, int Number) line in index._reader.Lines())
        {
            if (index._reader.EntryAt(line.Start, line.Number) is ConntrackEntry entry)
            {
                index.Add(entry.Original, entry.Transport, line);
                index.Add(entry.Reply, entry.Transport, line);
            }
        }

        (index.Unread, index.FirstUnread) = (index._reader.Unread, index._reader.FirstUnread);
        return index;
    }

    /// <summary>How many lines were no entries.</summary>
    public int Unread { get; private set; }

    /// <summary>The first of them; null for none.</summary>
    public Evidence? FirstUnread { get; private set; }

    /// <summary>The entry that a packet belongs to, and whether it goes against the direction of the first one; null when there is none, or when a port is not known.</summary>
    /// <param name="packet">The packet as it enters the namespace.</param>
    /// <param name="zone">The zone that a raw rule gave to it.</param>
    public (ConntrackEntry Entry, bool IsReply)? Find(Packet packet, ConntrackZone zone)
    {
        if (ConntrackKey.Of(packet) is not ConntrackKey key)
        {
            return null;
        }

        foreach ((int start, int number) in At(key))
        {
            if (_reader.EntryAt(start, number) is ConntrackEntry entry && Direction(entry, key, zone) is bool reply)
            {
                return (entry, reply);
            }
        }

        return null;
    }

    /// <summary>Whether the key is an entry's reply (true) or original (false) tuple in that zone; null when it is neither, and for an entry that is over.</summary>
    public static bool? Direction(ConntrackEntry entry, ConntrackKey key, ConntrackZone zone) =>
        !entry.IsAlive ? null
        : Is(entry, entry.Original, key, zone, false) ? false
        : Is(entry, entry.Reply, key, zone, true) ? true
        : null;

    private static bool Is(ConntrackEntry entry, ConntrackFlow flow, ConntrackKey key, ConntrackZone zone, bool reply) =>
        ConntrackKey.Of(flow, entry.Transport) == key && entry.ZoneKey.IdOf(reply) == zone.IdOf(reply);

    private IEnumerable<(int Start, int Number)> At(ConntrackKey key) =>
        !_first.TryGetValue(key, out (int Start, int Number) first) ? []
        : _more.TryGetValue(key, out List<(int Start, int Number)>? more) ? more.Prepend(first)
        : [first];

    private void Add(ConntrackFlow flow, Protocol protocol, (int Start, int Number) line)
    {
        if (ConntrackKey.Of(flow, protocol) is not ConntrackKey key || _first.TryAdd(key, line))
        {
            return;
        }

        if (!_more.TryGetValue(key, out List<(int Start, int Number)>? more))
        {
            _more.Add(key, more = []);
        }

        more.Add(line);
    }
}
