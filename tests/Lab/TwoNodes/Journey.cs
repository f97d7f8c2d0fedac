using NetPath.Core.Tracing;

namespace NetPath.Lab.TwoNodes;

/// <summary>A connection over the healthy two nodes and what comes of it. Words in braces stand for addresses that depend on the network between them.</summary>
/// <param name="From">The client's namespace.</param>
/// <param name="Address">Where it connects to.</param>
/// <param name="Port">The port.</param>
/// <param name="Ending">How it ends for the client.</param>
/// <param name="Servers">The host names of those that may answer; empty when nobody does.</param>
/// <param name="SourceSeen">The client's address as the server sees it.</param>
/// <param name="Source">The client's own address; null for its kernel's choice.</param>
public sealed record Journey(string From, string Address, int Port, Symptom Ending, string[] Servers, string SourceSeen, string? Source = null)
{
    private const string Web1 = "web-6f8d9c7b5-m4t7z";
    private const string Web2 = "web-6f8d9c7b5-q9r2v";

    /// <summary>All of them, by what they show.</summary>
    public static IReadOnlyDictionary<string, Journey> All { get; } = new Dictionary<string, Journey>
    {
        ["a pod to a Service with an endpoint on each node"] = new("client1", "10.96.0.80", 80, Symptom.Connected, [Web1, Web2], "10.244.1.10"),
        ["a pod to a Service whose endpoint is on the other node"] = new("client1", "10.96.0.81", 80, Symptom.Connected, [Web2], "10.244.1.10"),
        ["the same from the other node"] = new("client2", "10.96.0.82", 80, Symptom.Connected, [Web1], "10.244.2.10"),
        ["the same over IPv6"] = new("client1", "fd00:10:96::81", 80, Symptom.Connected, [Web2], "fd00:10:244:1::10"),
        ["a pod to a Service whose endpoint is on its own node"] = new("client1", "10.96.0.82", 80, Symptom.Connected, [Web1], "10.244.1.10"),
        ["the same over IPv6, on its own node"] = new("client1", "fd00:10:96::82", 80, Symptom.Connected, [Web1], "fd00:10:244:1::10"),
        ["a pod to a pod of the other node"] = new("client1", "10.244.2.11", 8080, Symptom.Connected, [Web2], "10.244.1.10"),
        ["a pod to a pod of the other node over IPv6"] = new("client1", "fd00:10:244:2::11", 8080, Symptom.Connected, [Web2], "fd00:10:244:1::10"),
        ["a pod to a pod of its own node"] = new("client1", "10.244.1.11", 8080, Symptom.Connected, [Web1], "10.244.1.10"),
        ["a pod to a port of the other node where nobody listens"] = new("client1", "10.244.2.11", 8081, Symptom.ConnectionRefused, [], ""),
        ["a node to a Service on the other node"] = new("node1", "10.96.0.81", 80, Symptom.Connected, [Web2], "{node1 to pods}"),
        ["a node to a Service on the other node over IPv6"] = new("node1", "fd00:10:96::81", 80, Symptom.Connected, [Web2], "{node1 to pods over IPv6}"),
        ["a node to a Service on itself"] = new("node2", "10.96.0.81", 80, Symptom.Connected, [Web2], "{node2 to its pods}"),
        ["a pod to itself through its Service"] = new("web2", "10.96.0.81", 80, Symptom.Connected, [Web2], "{node2 to its pods}"),
        ["a pod to itself through its Service over IPv6"] = new("web2", "fd00:10:96::81", 80, Symptom.Connected, [Web2], "{node2 to its pods over IPv6}"),
        ["a pod to a server on the other node's own network"] = new("client1", "10.96.0.91", 9100, Symptom.Connected, ["node2"], "172.18.0.2"),
        ["a pod to a server on its own node's network, through a Service"] = new("client2", "10.96.0.91", 9100, Symptom.Connected, ["node2"], "{pod to its node}"),
        ["a pod to the other node"] = new("client1", "172.18.0.3", 9100, Symptom.Connected, ["node2"], "172.18.0.2"),
        ["a node to a server on the other node's own network"] = new("node1", "10.96.0.91", 9100, Symptom.Connected, ["node2"], "172.18.0.2"),
        ["a node to a server on the other node's own network over IPv6"] = new("node1", "fd00:10:96::91", 9100, Symptom.Connected, ["node2"], "fc00:f853:ccd:e793::2"),
        ["outside to a node port, the endpoint on the other node"] = new("outside", "172.18.0.2", 30080, Symptom.Connected, [Web2], "{node1 to pods}"),
        ["outside to a node port, the endpoint on the same node"] = new("outside", "172.18.0.3", 30080, Symptom.Connected, [Web2], "{node2 to its pods}"),
        ["outside to a node port over IPv6"] = new("outside", "fc00:f853:ccd:e793::2", 30080, Symptom.Connected, [Web2], "{node1 to pods over IPv6}"),
        ["outside to a node port with traffic policy Local"] = new("outside", "172.18.0.3", 30081, Symptom.Connected, [Web2], "172.18.0.1"),
        ["outside to a node port with traffic policy Local, from afar"] = new("outside", "172.18.0.3", 30081, Symptom.Connected, [Web2], "198.51.100.5", "198.51.100.5"),
        ["outside to a node port with traffic policy Local, on the node without endpoint"] = new("outside", "172.18.0.2", 30081, Symptom.TimedOut, [], ""),
        ["a pod to a node port with traffic policy Local, on the node without endpoint"] = new("client2", "172.18.0.2", 30081, Symptom.TimedOut, [], ""),
        ["outside to a load balancer's address"] = new("outside", "203.0.113.10", 80, Symptom.Connected, [Web2], "{node1 to pods}"),
        ["outside to a load balancer's address with traffic policy Local"] = new("outside", "203.0.113.11", 80, Symptom.Connected, [Web2], "172.18.0.1"),
        ["outside to a load balancer's address with traffic policy Local over IPv6"] = new("outside", "2001:db8:cb00:71::11", 80, Symptom.Connected, [Web2], "fc00:f853:ccd:e793::1"),
        ["outside to a load balancer's address that sends to the node without endpoint"] = new("outside", "203.0.113.12", 80, Symptom.TimedOut, [], ""),
        ["a pod to a load balancer's address with traffic policy Local"] = new("client1", "203.0.113.11", 80, Symptom.Connected, [Web2], "10.244.1.10"),
        ["outside straight to a pod"] = new("outside", "10.244.2.11", 8080, Symptom.Connected, [Web2], "172.18.0.1"),
        ["a pod to the world outside"] = new("client1", "172.18.0.1", 8080, Symptom.Connected, ["outside"], "172.18.0.2"),
    };
}
