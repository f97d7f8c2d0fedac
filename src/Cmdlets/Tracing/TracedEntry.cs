using System.Management.Automation;
using NetPath.Cmdlets.Conntrack;
using NetPath.Cmdlets.Serialization;
using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Cmdlets.Tracing;

/// <summary>Makes a question for the tracer of a connection tracking entry, or of a flow as text.</summary>
internal static class TracedEntry
{
    /// <summary>The question of an entry: its flow, from its client.</summary>
    /// <param name="given">An entry, a line of text with one, or a flow such as <c>tcp 10.0.0.1:1000 -&gt; 10.96.0.1:80</c>, whose entry is looked up.</param>
    /// <param name="from">Where the client is; null for where its address is.</param>
    /// <exception cref="NetPathException">It is none of these.</exception>
    public static TraceRequest Request(object? given, string? from)
    {
        object? value = given is PSObject bag ? DeserializedRecord.Revive(bag) : given;
        (Packet flow, ConntrackEntry? entry) = value switch
        {
            ConntrackEntry one => (one.Original.ToPacket(one.Transport), one),
            string text when ConntrackText.TryParse(text, out ConntrackEntry? read) => (read.Original.ToPacket(read.Transport), read),
            string text when FlowReader.TryParse(text, out Packet? read) => (read, (ConntrackEntry?)null),
            _ => throw Errors.ToException(ConntrackErrors.EntryInvalid($"{value}")),
        };
        if (ConntrackKey.Of(flow) is null)
        {
            throw Errors.ToException(ConntrackErrors.NotTraceable(flow.ToString()));
        }

        return new TraceRequest
        {
            Destination = flow.DestinationAddress,
            Port = flow.DestinationPort,
            Protocol = flow.Transport,
            SourcePort = flow.SourcePort,
            From = from ?? (flow.SourceAddress.IsLoopback() ? "node" : flow.Source),
            Entries = entry is null ? [] : [entry],
        };
    }
}
