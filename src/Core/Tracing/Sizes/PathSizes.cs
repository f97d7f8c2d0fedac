using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>How long packets of a connection may be on its way there and back, and which do not fit.</summary>
internal sealed class PathSizes
{
    private const string MssTarget = "TCPMSS";

    private readonly NarrowPlace[] _there;
    private readonly NarrowPlace[] _back;

    private PathSizes(PathOutcome outcome)
    {
        _there = [.. NarrowPlace.On(outcome.Hops)];
        _back = [.. NarrowPlace.On(outcome.ReplyHops)];
        Mtu = _there.Length == 0 ? null : _there.Min(place => place.Fits);
        ReplyMtu = _back.Length == 0 ? null : _back.Min(place => place.Fits);
        PacketSize = outcome.AskedSize ?? FullSize(outcome);
        Problems = [.. Find(_there, isReply: false), .. Find(_back, isReply: true)];
    }

    /// <summary>The longest packet of the client that gets through, in bytes; null when no MTU of the way is known.</summary>
    public int? Mtu { get; }

    /// <summary>The longest packet of the server that gets through.</summary>
    public int? ReplyMtu { get; }

    /// <summary>The packet that was tried: the size that was asked for, or a full-sized one.</summary>
    public int? PacketSize { get; }

    /// <summary>Where it does not fit.</summary>
    public MtuProblem[] Problems { get; }

    public static PathSizes Of(PathOutcome outcome) => new(outcome);

    // The segments of both sides are as long as the shorter of both ends' own MTUs allows, since each tells the other its maximum (MSS); a rule on the way may
    // lower that to what fits there.
    private int? FullSize(PathOutcome outcome)
    {
        int[] ends = [.. new[] { OwnMtu(_there), OwnMtu(_back) }.OfType<int>()];
        if (ends.Length == 0)
        {
            return null;
        }

        int size = ends.Min();
        foreach (RuleHop rule in outcome.Hops.Concat(outcome.ReplyHops).OfType<RuleHop>().Where(hop => hop.Target == MssTarget))
        {
            size = Math.Min(size, Lowered(rule, outcome) ?? size);
        }

        return size;
    }

    // Where the packet comes from outside, the network there is taken to be as wide as the interface that it comes in by.
    private static int? OwnMtu(NarrowPlace[] way) => way.Length > 0 ? way[0].Mtu : null;

    // tcpmss_mangle_packet() in net/netfilter/xt_TCPMSS.c
    private int? Lowered(RuleHop rule, PathOutcome outcome)
    {
        string[] words = (rule.Step?.Rule.Text ?? "").Split(' ');
        int given = Array.IndexOf(words, "--set-mss");
        if (given >= 0 && given + 1 < words.Length && int.TryParse(words[given + 1], out int mss))
        {
            return mss + (rule.Before.Version == IpFamily.IPv4 ? 40 : 60);
        }

        int[] here = [.. _there.Concat(_back).Where(place => place.Hop is RouteHop && place.Hop.Place == rule.Place && place.Hop.Node == rule.Node && place.Overhead == 0).Select(place => place.Mtu)];
        return words.Contains("--clamp-mss-to-pmtu") && here.Length > 0 ? here.Min() : null;
    }

    private IEnumerable<MtuProblem> Find(NarrowPlace[] way, bool isReply)
    {
        // What is dropped at one place does not come to the next; what is cut into fragments comes there as these, up to the tunnel's end.
        int? fragment = null;
        foreach (NarrowPlace place in way)
        {
            fragment = place.Overhead == 0 ? null : fragment;
            if (PacketSize is not int size || place.Fits + place.Slack >= size || place.Mtu >= fragment)
            {
                continue;
            }

            yield return Describe(place, isReply, size);
            if (place.Effect != MtuEffect.Fragmented)
            {
                yield break;
            }

            fragment = place.Mtu;
        }
    }

    private static MtuProblem Describe(NarrowPlace place, bool isReply, int size) => new()
    {
        IsReply = isReply,
        HopNumber = place.Hop.Number,
        Place = place.Hop.Place,
        Node = place.Hop.Node,
        Device = place.Device,
        Mtu = place.Mtu,
        Overhead = place.Overhead,
        PacketSize = size,
        Effect = place.Effect.ToString(),
        Description = $"a packet of {size} bytes from the {(isReply ? "server" : "client")} does not fit {Where(place)}: {Words(place)}",
        Evidence = place.Hop.Evidence,
    };

    private static string Where(NarrowPlace place) => place.Overhead == 0
        ? $"{place.Device} at {place.Hop.Place} (MTU {place.Mtu})"
        : $"{place.Device} at {place.Hop.Place} (MTU {place.Mtu}, of which the tunnel takes {place.Overhead})";

    private static string Words(NarrowPlace place) => place.Effect switch
    {
        MtuEffect.NotSent => "its own kernel does not send it",
        MtuEffect.SenderTold => $"{place.Hop.Place} drops it and tells the sender that {place.Fits} bytes fit; where that message gets lost, large transfers hang",
        MtuEffect.Fragmented => "the packet around it is sent in fragments, which is slow",
        _ => "it is dropped and nobody is told, so that connections open and large transfers hang",
    };
}
