using NetPath.Core.Conntrack;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>
/// Walks a flow with the entries that connection tracking has for it. The kernel asks no nat rule for such a packet, so that it may go elsewhere than a new
/// connection of the same client would.
/// </summary>
internal static class EntryTracing
{
    /// <summary>The trace of new connections with what entries do to this flow; the trace alone when that is not known, since the client's port or the entries are not.</summary>
    public static PacketTrace Add(PacketTrace trace, Network network, WalkStart start, TraceRequest request, CancellationToken cancellation)
    {
        if (request.Entries.Count == 0 && (request.SourcePort is null || !ExistingEntries.AreKnown(network.Spaces)))
        {
            return trace;
        }

        // A packet of an open connection acknowledges; one of a connection that is not open yet is a SYN that is sent again.
        bool tcp = start.Packet.Transport == Protocol.Tcp;
        (PathOutcome[] outcomes, ExistingEntries entries) = Walk(network, start with { Packet = tcp ? start.Packet with { Flags = TcpFlags.Ack } : start.Packet }, request, cancellation);
        if (tcp && entries.Found.Any(entry => entry.State == "SYN_SENT"))
        {
            (outcomes, entries) = Walk(network, start, request, cancellation);
        }

        if (entries.Found.Count == 0)
        {
            return trace with { EntryEffect = (entries.Over.Count > 0 ? EntryEffect.Over : EntryEffect.NoEntry).ToString(), Entries = [.. entries.Over] };
        }

        HashSet<Destiny> ofNew = [.. trace.Outcomes.Select(Destiny.Of)];
        bool same = outcomes.All(outcome => ofNew.Contains(Destiny.Of(outcome)));
        return trace with { EntryEffect = (same ? EntryEffect.Same : EntryEffect.Differs).ToString(), Entries = [.. entries.Found], EntryOutcomes = outcomes };
    }

    private static (PathOutcome[] Outcomes, ExistingEntries Entries) Walk(Network network, WalkStart start, TraceRequest request, CancellationToken cancellation)
    {
        ExistingEntries entries = new(request.Entries);
        return (PathWalker.Walk(network, start with { Entries = entries }, null, cancellation), entries);
    }

    // Where a flow goes, and how it fares there.
    private readonly record struct Destiny(string Endpoint, string EndsAt, string SourceSeen, string Disposition, string? ReplyDisposition)
    {
        public static Destiny Of(PathOutcome outcome) => new(outcome.Endpoint, outcome.EndsAt, outcome.SourceSeen, outcome.Disposition, outcome.ReplyDisposition);
    }
}
