using NetPath.Core.Packets;
using NetPath.Core.Services;

namespace NetPath.Bench.Rulesets;

/// <summary>One Service port of a generated ruleset. The same number always gives the same Service.</summary>
internal sealed class GeneratedService
{
    // 10.96.0.0/12 holds the virtual IPs and 10.240.0.0/12 the pods, as a cluster of this size is set up.
    private const uint FirstVirtualIP = (10u << 24) | (96u << 16) | (1u << 8);
    private const uint FirstPodIP = (10u << 24) | (240u << 16) | (1u << 8);
    private const int NodePortEvery = 20;

    public GeneratedService(int number, int endpoints)
    {
        Name = $"shop-{number / 50:D3}/orders-api-{number:D5}:http";
        Address = ToText(FirstVirtualIP + (uint)number);
        NodePort = number % NodePortEvery == 0 ? 30000 + (number / NodePortEvery) : null;
        Hash = KubeChainName.ServiceHash(Name, Protocol.Tcp);
        Endpoints = [.. Enumerable.Range(number * endpoints, endpoints).Select(index => Endpoint(Name, FirstPodIP + (uint)index))];
    }

    /// <summary>namespace/name:port.</summary>
    public string Name { get; }

    /// <summary>The virtual IP; its port is 80.</summary>
    public string Address { get; }

    /// <summary>The node port that one Service in twenty has; null for the others.</summary>
    public int? NodePort { get; }

    /// <summary>The end of its chains' names.</summary>
    public string Hash { get; }

    /// <summary>Pod addresses with the chain of each; the pods listen on 8080.</summary>
    public IReadOnlyList<(string Address, string Chain)> Endpoints { get; }

    private static (string Address, string Chain) Endpoint(string name, uint address)
    {
        string text = ToText(address);
        return (text, KubeChainName.EndpointPrefix + KubeChainName.EndpointHash(name, Protocol.Tcp, $"{text}:8080"));
    }

    private static string ToText(uint address) => $"{address >> 24}.{(byte)(address >> 16)}.{(byte)(address >> 8)}.{(byte)address}";
}
