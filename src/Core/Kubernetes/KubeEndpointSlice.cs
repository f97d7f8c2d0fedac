using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>Some of the endpoints of a Service, as the API holds them. A Service has one slice or several, each of one address family.</summary>
public sealed record KubeEndpointSlice
{
    /// <summary>The label that names the Service.</summary>
    internal const string ServiceLabel = "kubernetes.io/service-name";

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The slice's own name.</summary>
    public required string Name { get; init; }

    /// <summary>The Service that it belongs to; null when its label is missing, and kube-proxy then does not use it.</summary>
    public string? Service { get; init; }

    /// <summary>IPv4, IPv6 or FQDN.</summary>
    public required string AddressType { get; init; }

    /// <summary>The ports that every endpoint of the slice has.</summary>
    public KubeEndpointPort[] Ports { get; init; } = [];

    /// <summary>The endpoints.</summary>
    public KubeEndpoint[] Endpoints { get; init; } = [];

    internal ObjectPlace? Place { get; init; }

    internal static KubeEndpointSlice Parse(ObjectJson json, ObjectPlace place)
    {
        ObjectJson metadata = json.Child("metadata");
        return new KubeEndpointSlice
        {
            Namespace = metadata.Text("namespace") ?? "",
            Name = metadata.Text("name") ?? "",
            Service = metadata.Child("labels").Text(ServiceLabel),
            AddressType = json.Text("addressType") ?? "",
            Ports = [.. json.Items("ports").Select(port => new KubeEndpointPort(port.Text("name") ?? "", port.Text("protocol") ?? "TCP", port.Int("port")))],
            Endpoints = [.. json.Items("endpoints").Select((endpoint, index) => KubeEndpoint.Parse(endpoint, place, index))],
            Place = place,
        };
    }

    /// <summary>The object in the snapshot.</summary>
    public Evidence? GetEvidence() => Place?.ToEvidence();

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
