using System.Management.Automation;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Services;

/// <summary>Looks Services up in one snapshot for a cmdlet, and says what is wrong when there are none.</summary>
internal sealed record ServiceSearch
{
    public IReadOnlyList<string> Names { get; init; } = [];

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    public IReadOnlyList<string> Addresses { get; init; } = [];

    public IReadOnlyList<int> Ports { get; init; } = [];

    public IReadOnlyList<Protocol> Protocols { get; init; } = [];

    /// <summary>Reads the rules that Services are searched in, and gives how many Services they hold; from then on searches are quick.</summary>
    public static int Load(NodeSnapshot snapshot) => snapshot.Host.Services.Count;

    /// <summary>The Services, each remembering the snapshot.</summary>
    /// <exception cref="NetPathException">The node has no iptables rules of kube-proxy, or an address is none.</exception>
    public IEnumerable<KubeServiceChain> Run(NodeSnapshot snapshot)
    {
        ServiceTable table = snapshot.Host.Services;
        if (table.Count == 0)
        {
            throw Errors.ToException(ServiceErrors.NoServices(snapshot));
        }

        return table.Find(Query()).Select(service => DesiredState.Compare(service, snapshot)).Select(service => service with
        {
            Node = snapshot.NodeName,
            Origin = snapshot,
            Endpoints = Remembering(service.Endpoints, snapshot),
            ExternalEndpoints = Remembering(service.ExternalEndpoints, snapshot),
        });
    }

    /// <summary>
    /// What of the question has no answer, each an error of its own: names that no Service has, or the whole question when nothing was found.
    /// Wildcards may find nothing.
    /// </summary>
    public IReadOnlyList<ServiceSearch> Unanswered(NodeSnapshot snapshot, bool foundAny)
    {
        ServiceSearch[] missing = Names.Count < 2 ? [] :
        [
            .. Names.Where(IsPlain)
                .Select(name => this with { Names = [name] })
                .Where(search => !snapshot.Host.Services.Find(search.Query()).Any()),
        ];
        return missing.Length == 0 && !foundAny && AsksForSomethingCertain ? [this] : missing;
    }

    /// <summary>True when addresses are the whole question.</summary>
    public bool AsksOnlyForAddresses => Addresses.Count > 0 && Names.Count + Namespaces.Count + Ports.Count + Protocols.Count == 0;

    /// <summary>True when all Services are asked for.</summary>
    public bool AsksForAll => Names.Count + Namespaces.Count + Addresses.Count + Ports.Count + Protocols.Count == 0;

    /// <summary>The question in words, for a message.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Names.Count > 0 ? $"named '{string.Join("', '", Names)}'" : null,
        Namespaces.Count > 0 ? $"in namespace '{string.Join("', '", Namespaces)}'" : null,
        Addresses.Count > 0 ? $"with the address {string.Join(", ", Addresses)}" : null,
        Ports.Count > 0 ? $"on port {string.Join(", ", Ports)}" : null,
        Protocols.Count > 0 ? $"over {string.Join(", ", Protocols).ToUpperInvariant()}" : null,
    }.OfType<string>());

    /// <summary>True when something was asked for that cannot simply be absent: names and namespaces without wildcards, addresses, ports.</summary>
    private bool AsksForSomethingCertain => Addresses.Count > 0 || Ports.Count > 0 || Names.Concat(Namespaces).Any(IsPlain);

    private static bool IsPlain(string name) => !WildcardPattern.ContainsWildcardCharacters(name);

    private static KubeServiceEndpoint[] Remembering(IEnumerable<KubeServiceEndpoint> endpoints, NodeSnapshot snapshot) =>
        [.. endpoints.Select(endpoint => endpoint with { Origin = snapshot })];

    /// <summary>The question as Core asks it.</summary>
    /// <exception cref="NetPathException">An address is none.</exception>
    public ServiceQuery Query() => new()
    {
        Names = [.. Names.Select(ServiceQuery.NameOf).Select(Test)],
        PlainNames = [.. Names.Where(IsPlain).Select(ServiceQuery.NameOf)],
        Namespaces = [.. Namespaces.Select(Test)],
        Addresses = [.. Addresses.Select(Address)],
        Ports = Ports,
        Protocols = Protocols,
    };

    private static Func<string, bool> Test(string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch;

    private static IpAddress Address(string text) =>
        IpAddress.TryParse(text, out IpAddress address) ? address : throw Errors.ToException(Errors.AddressInvalid(text));
}
