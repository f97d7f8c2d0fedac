using NetPath.Core.Diagnosis;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Unit.Diagnosis;

/// <summary>Short ways to ask what NetPath finds on a node made by hand.</summary>
internal static class Diagnosed
{
    /// <summary>The trace of a client that connects over TCP.</summary>
    public static PacketTrace Trace(NodeBuilder node, string destination = "10.96.0.50", int port = 80, string from = "client") => Trace(node.Build(), destination, port, from);

    /// <summary>The trace of a client that connects over TCP.</summary>
    public static PacketTrace Trace(NodeSnapshot snapshot, string destination = "10.96.0.50", int port = 80, string from = "client") =>
        ServiceTracer.For(snapshot).Trace(new TraceRequest { Destination = IpAddress.Parse(destination), Port = port, From = from });

    /// <summary>The codes found on a trace, the cause first.</summary>
    public static string Codes(this PacketTrace trace) => string.Join(' ', trace.Findings.Select(finding => finding.Code));

    /// <summary>The codes found on a node.</summary>
    public static string NodeCodes(NodeBuilder node) => string.Join(' ', NodeFindings.Of(node.Build()).All.Select(finding => finding.Code));

    /// <summary>All that is an error or a warning, on the node and in its Services.</summary>
    public static string[] Troubles(NodeSnapshot snapshot) =>
    [
        .. NodeFindings.Of(snapshot).All.Concat(ServiceFindings.Of(snapshot).All())
            .Where(finding => finding.Severity != nameof(FindingSeverity.Information))
            .Select(finding => finding.ToString()),
    ];
}
