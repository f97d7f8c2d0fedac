using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>Where the probe or its answer was seen in one namespace, for the hops that no rule stands for.</summary>
internal sealed class PlaceSightings(string place, IReadOnlyList<SeenStep> steps)
{
    /// <summary>Seen at all.</summary>
    public bool Any => steps.Count > 0;

    /// <summary>A process of the namespace sent the packet.</summary>
    public HopFinding Sent(SocketHop hop) => At(TraceCheckpoint.Output) switch
    {
        [] => HopFinding.Contradicted($"{place} was not seen sending {hop.After}"),
        [SeenStep sent, ..] when hop.After.SameTuple(sent.Packet) => HopFinding.Confirmed(sent.Line),
        [SeenStep other, ..] => HopFinding.Contradicted($"{place} sent {other.Packet}, and the trace says {hop.After}", other.Line),
    };

    /// <summary>The rules let the packet through to a socket.</summary>
    public SeenStep? Received => At(TraceCheckpoint.InputEnd).FirstOrDefault();

    /// <summary>The packet came in by an interface.</summary>
    public SeenStep? Arrived => At(TraceCheckpoint.Prerouting).FirstOrDefault();

    /// <summary>The route that the kernel took, told by the interface.</summary>
    public HopFinding Routed(RouteHop hop)
    {
        if (hop.Result != nameof(RouteResult.Found))
        {
            SeenStep[] beyond = [.. At(TraceCheckpoint.Input), .. At(TraceCheckpoint.Forward), .. At(TraceCheckpoint.Output)];
            return beyond.Length > 0 ? HopFinding.Contradicted($"the packet found a route in {place}", beyond[0].Line) : HopFinding.Confirmed([.. steps.TakeLast(1).Select(step => step.Line)]);
        }

        SeenStep? here = hop.Device == "lo" ? At(TraceCheckpoint.Input).FirstOrDefault() : null;
        return (here ?? Leaving(hop.Device)) is SeenStep seen ? HopFinding.Confirmed(seen.Line) : Elsewhere(hop);
    }

    /// <summary>The packet left by an interface; it was seen at POSTROUTING.</summary>
    public HopFinding Left(LinkHop hop) => At(TraceCheckpoint.PostroutingEnd) is [SeenStep seen, ..]
        ? seen.Event.OutInterface == hop.Interface
            ? HopFinding.Confirmed(seen.Line)
            : HopFinding.Contradicted($"the packet left {place} by {seen.Event.OutInterface}, and the trace says {hop.Interface}", seen.Line)
        : HopFinding.Contradicted($"the packet was not seen leaving {place}");

    /// <summary>A tunnel device took the packet, or gave it out.</summary>
    public HopFinding Tunnelled(EncapsulationHop hop)
    {
        SeenStep? seen = hop.Decapsulates ? Arrived : At(TraceCheckpoint.PostroutingEnd).FirstOrDefault();
        string? device = hop.Decapsulates ? seen?.Event.InInterface : seen?.Event.OutInterface;
        return seen is null ? HopFinding.Contradicted($"the packet was not seen {(hop.Decapsulates ? "coming out of" : "going into")} {hop.Device}")
            : device == hop.Device ? HopFinding.Confirmed(seen.Line)
            : HopFinding.Contradicted($"the packet {(hop.Decapsulates ? "came in by" : "left by")} {device}, and the trace says {hop.Device}", seen.Line);
    }

    /// <summary>The packet was seen with these addresses and ports.</summary>
    public HopFinding Rewritten(Packet after) => steps.FirstOrDefault(step => after.SameTuple(step.Packet)) is SeenStep seen
        ? HopFinding.Confirmed(seen.Line)
        : HopFinding.Contradicted(steps.Count > 0 ? $"the packet was {steps[^1].Packet} in the end, and the trace says {after}" : "the packet was not seen here", [.. steps.TakeLast(1).Select(step => step.Line)]);

    private HopFinding Elsewhere(RouteHop hop)
    {
        SeenStep? other = At(TraceCheckpoint.Forward).Concat(At(TraceCheckpoint.Input)).Concat(At(TraceCheckpoint.Output)).FirstOrDefault();
        string expected = hop.Device == "lo" ? "is for it" : $"leaves by {hop.Device}";
        return other is null ? HopFinding.Contradicted($"the packet was not seen behind the routing of {place}")
            : HopFinding.Contradicted($"the kernel routed the packet in {place} {(other.Event.OutInterface is string device ? $"to {device}" : "to itself")}, and the trace says that it {expected}", other.Line);
    }

    private SeenStep? Leaving(string? device) =>
        steps.FirstOrDefault(step => step.IsCheckpoint && step.Event.OutInterface is not null && step.Event.OutInterface == device);

    private SeenStep[] At(string checkpoint) => [.. steps.Where(step => step.IsCheckpoint && step.Event.Chain == checkpoint)];
}
