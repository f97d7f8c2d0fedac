using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Dns;

/// <summary>A server that resolv.conf names, and the way of a query to it and back.</summary>
public sealed record NameServer
{
    /// <summary>Its address.</summary>
    public required string Address { get; init; }

    /// <summary>UDP or TCP: how it is asked first.</summary>
    public required string Transport { get; init; }

    /// <summary>What stands there: the name of a <see cref="NameServerKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The Service whose virtual IP it is, as namespace/name:port; null when it is none.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// What the client sees of asking it: the name of a <see cref="Tracing.Symptom"/>; Connected when a socket takes the query and an answer can come back.
    /// </summary>
    public required string Symptom { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The share of queries that can be answered, 0 to 1; null when that is not known.</summary>
    public double? Answering { get; init; }

    /// <summary>What this rests on that the snapshot does not say; empty when it is certain.</summary>
    public string[] Assumptions { get; init; } = [];

    /// <summary>True when connection tracking is kept from the queries in the node's namespace, as NodeLocal DNSCache does.</summary>
    public bool IsUntracked { get; init; }

    /// <summary>The line of resolv.conf, and for NodeLocal DNSCache the rules that mention the address.</summary>
    public Evidence[] Evidence { get; init; } = [];

    internal PacketTrace? Trace { get; init; }

    internal IpAddress Value => IpAddress.Parse(Address);

    /// <summary>True for a server that knows the cluster's names by itself.</summary>
    internal bool KnowsCluster => Kind is nameof(NameServerKind.Service) or nameof(NameServerKind.NodeLocalCache);

    /// <summary>
    /// The way of a query, hop by hop; null when it could not be traced. A method, not a property: it would come out whole with every resolution in JSON.
    /// </summary>
    public PacketTrace? GetTrace() => Trace;

    /// <inheritdoc/>
    public override string ToString() => $"{Address}{(Service is null ? "" : $" ({Service})")}: {Symptom}";
}
