using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>
/// Counts entries while they pass, so that half a million need not be held: by client, by what was asked for, by who answers, and by whose source ports
/// they take. Takes entries of a snapshot and of the running kernel alike.
/// </summary>
internal sealed class ConntrackTally
{
    private readonly Dictionary<IpAddress, TallyCount> _clients = [];
    private readonly Dictionary<TallyKey, TallyCount> _destinations = [];
    private readonly Dictionary<TallyKey, TallyCount> _endpoints = [];
    private readonly Dictionary<PortOwner, PortCount> _ports = [];
    private readonly Dictionary<(Protocol Protocol, string State), int> _states = [];

    /// <summary>Counts the entries that were collected in a namespace.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public static ConntrackTally Read(NetworkNamespace space)
    {
        ConntrackEntryReader reader = new(space);
        ConntrackTally tally = Of(reader.Entries());
        (tally.Unread, tally.FirstUnread) = (reader.Unread, reader.FirstUnread);
        return tally;
    }

    /// <summary>Counts entries.</summary>
    public static ConntrackTally Of(IEnumerable<ConntrackEntry> entries)
    {
        ConntrackTally tally = new();
        foreach (ConntrackEntry entry in entries)
        {
            tally.Add(entry);
        }

        return tally;
    }

    /// <summary>All entries that were counted.</summary>
    public int Total { get; private set; }

    /// <summary>Those of them that were never answered.</summary>
    public int Unreplied { get; private set; }

    /// <summary>Those that the kernel throws out of a full table for a new one: not answered for good, or closing (gc_worker_can_early_drop(), tcp_can_early_drop()).</summary>
    public int Replaceable { get; private set; }

    /// <summary>Lines of the snapshot that were no entries.</summary>
    public int Unread { get; private set; }

    /// <summary>The first of them; null for none.</summary>
    public Evidence? FirstUnread { get; private set; }

    /// <summary>Entries by who opened them.</summary>
    public IReadOnlyDictionary<IpAddress, TallyCount> Clients => _clients;

    /// <summary>Entries by what was asked for.</summary>
    public IReadOnlyDictionary<TallyKey, TallyCount> Destinations => _destinations;

    /// <summary>Entries by who answers.</summary>
    public IReadOnlyDictionary<TallyKey, TallyCount> Endpoints => _endpoints;

    /// <summary>Entries by whose source ports they take towards whom.</summary>
    public IReadOnlyDictionary<PortOwner, PortCount> Ports => _ports;

    /// <summary>Entries by protocol and state; the state is empty for protocols without.</summary>
    public IReadOnlyDictionary<(Protocol Protocol, string State), int> States => _states;

    /// <summary>The keys with the most entries, the largest first; equals are ordered by their text, which is made only of those that may be among them.</summary>
    /// <param name="counts">What was counted.</param>
    /// <param name="entries">How many entries a count has.</param>
    /// <param name="most">How many keys.</param>
    public static IEnumerable<KeyValuePair<TKey, TCount>> Largest<TKey, TCount>(IReadOnlyDictionary<TKey, TCount> counts, Func<TCount, int> entries, int most)
        where TKey : notnull
    {
        int least = counts.Values.Select(entries).OrderDescending().ElementAtOrDefault(most - 1);
        return counts
            .Where(count => entries(count.Value) >= least)
            .OrderByDescending(count => entries(count.Value))
            .ThenBy(count => count.Key.ToString(), StringComparer.Ordinal)
            .Take(most);
    }

    private void Add(ConntrackEntry entry)
    {
        bool answered = entry.Flags.HasFlag(ConntrackStatus.SeenReply);
        Total++;
        Unreplied += answered ? 0 : 1;
        Replaceable += entry.Flags.HasFlag(ConntrackStatus.Assured) && !entry.IsClosing ? 0 : 1;
        Count(_clients, entry.Original.SourceAddress, answered);
        Count(_destinations, new TallyKey(entry.Transport, entry.Original.DestinationAddress, entry.Original.DestinationPort), answered);
        Count(_endpoints, new TallyKey(entry.Transport, entry.Reply.SourceAddress, entry.Reply.SourcePort), answered);
        (Protocol, string) state = (entry.Transport, entry.State ?? "");
        _states[state] = _states.GetValueOrDefault(state) + 1;
        AddPort(entry);
    }

    // Towards one address and port, each port of the source can be taken once; conntrack holds that for the translated source (nf_nat_used_tuple() in
    // net/netfilter/nf_nat_core.c), the client's own kernel for its sockets.
    private void AddPort(ConntrackEntry entry)
    {
        if (!ProtocolName.HasPorts(entry.Transport) || entry.SourcePort is not int own || entry.Reply.DestinationPort is not int translated)
        {
            return;
        }

        bool hides = entry.Original.SourceAddress != entry.Reply.DestinationAddress;
        PortOwner owner = hides
            ? new PortOwner(true, entry.Transport, entry.Reply.DestinationAddress, entry.Reply.SourceAddress, entry.Reply.SourcePort ?? 0)
            : new PortOwner(false, entry.Transport, entry.Original.SourceAddress, entry.Original.DestinationAddress, entry.DestinationPort ?? 0);
        int port = hides ? translated : own;
        int closing = entry.IsClosing ? 1 : 0;
        _ports[owner] = _ports.TryGetValue(owner, out PortCount count)
            ? new PortCount(count.Entries + 1, Math.Min(count.Lowest, port), Math.Max(count.Highest, port), count.Closing + closing)
            : new PortCount(1, port, port, closing);
    }

    private static void Count<T>(Dictionary<T, TallyCount> counts, T key, bool answered)
        where T : notnull
    {
        TallyCount count = counts.GetValueOrDefault(key);
        counts[key] = new TallyCount(count.Entries + 1, count.Unreplied + (answered ? 0 : 1));
    }
}
