using NetPath.Core.Packets;

namespace NetPath.Core.Services;

/// <summary>Which Services are asked for. Each list that is empty asks for all; of a list one match is enough.</summary>
public sealed record ServiceQuery
{
    /// <summary>Tests for a name: each gets <c>name</c>, <c>name:port</c>, <c>namespace/name</c> and <c>namespace/name:port</c> in turn.</summary>
    public IReadOnlyList<Func<string, bool>> Names { get; init; } = [];

    /// <summary>Names without wildcards, as they were given: of these the chains' hashes are tried too, where the rules hold no comments.</summary>
    public IReadOnlyList<string> PlainNames { get; init; } = [];

    /// <summary>Tests for the namespace.</summary>
    public IReadOnlyList<Func<string, bool>> Namespaces { get; init; } = [];

    /// <summary>Cluster IPs, external IPs or addresses of load balancers.</summary>
    public IReadOnlyList<IpAddress> Addresses { get; init; } = [];

    /// <summary>Service ports or node ports.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Protocols.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [];

    /// <summary>A name of the DNS as Services are called in rules: <c>web.shop</c>, <c>web.shop.svc</c> and <c>web.shop.svc.cluster.local</c> are <c>shop/web</c>.</summary>
    /// <param name="name">Any name or pattern, with a port's name behind a colon or without. One of another form is given back as it is: no Service's name has a dot.</param>
    public static string NameOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string[] labels = (colon < 0 ? name : name[..colon]).TrimEnd('.').Split('.');
        bool isDnsName = labels.Length >= 2 && !name.Contains('/', StringComparison.Ordinal) && Array.TrueForAll(labels, label => label.Length > 0)
            && (labels.Length == 2 || labels[2].Equals("svc", StringComparison.OrdinalIgnoreCase));
        return isDnsName ? $"{labels[1]}/{labels[0]}{(colon < 0 ? "" : name[colon..])}" : name;
    }

    internal bool Matches(ServiceRules rules) =>
        (Protocols.Count == 0 || Protocols.Contains(rules.Protocol))
        && (Addresses.Count == 0 || rules.Entries.Exists(entry => entry.Address is IpAddress address && Addresses.Contains(address)))
        && (Ports.Count == 0 || rules.Entries.Exists(entry => entry.Port is int port && Ports.Contains(port)))
        && (Namespaces.Count == 0 || Namespaces.Any(test => test(rules.Name?.Namespace ?? "")))
        && (Names.Count == 0 || MatchesName(rules));

    /// <summary>True for a Service port that the API has.</summary>
    internal bool Matches(ServicePortName name, Protocol protocol, IpAddress address, int port) =>
        (Protocols.Count == 0 || Protocols.Contains(protocol))
        && (Addresses.Count == 0 || Addresses.Contains(address))
        && (Ports.Count == 0 || Ports.Contains(port))
        && (Namespaces.Count == 0 || Namespaces.Any(test => test(name.Namespace)))
        && (Names.Count == 0 || MatchesName(name));

    private bool MatchesName(ServicePortName name)
    {
        string[] forms = name.Port.Length > 0
            ? [name.Service, $"{name.Service}:{name.Port}", $"{name.Namespace}/{name.Service}", name.ToString()]
            : [name.Service, name.ToString()];
        return Names.Any(test => forms.Any(test));
    }

    private bool MatchesName(ServiceRules rules)
    {
        if (rules.Name is ServicePortName name)
        {
            return MatchesName(name);
        }

        return rules.Hash is string hash && PlainNames.Any(plain => KubeChainName.ServiceHash(plain, rules.Protocol) == hash || plain == hash);
    }
}
