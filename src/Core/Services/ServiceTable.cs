using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;

namespace NetPath.Core.Services;

/// <summary>The Services that kube-proxy's iptables rules hold. Entry rules are read at once, a Service's own chains when it is asked for.</summary>
public sealed class ServiceTable
{
    private static readonly (TableKind Table, string Chain)[] EntryChains =
    [
        (TableKind.Nat, "KUBE-SERVICES"),
        (TableKind.Nat, "KUBE-NODEPORTS"),
        (TableKind.Filter, "KUBE-SERVICES"),
        (TableKind.Filter, "KUBE-EXTERNAL-SERVICES"),
    ];

    private readonly List<ServiceRules> _services = [];
    private readonly Dictionary<(Protocol Protocol, string Key), ServiceRules> _byKey = [];

    private HashSet<IpAddress>? _addresses;
    private Dictionary<(IpAddress? Address, int Port, Protocol Protocol), ServiceRules>? _byDestination;

    private ServiceTable()
    {
    }

    /// <summary>How many Service ports there are.</summary>
    public int Count => _services.Count;

    /// <summary>All Service ports, in the order of the rules.</summary>
    public IEnumerable<KubeServiceChain> Services => _services.Select(ServiceChainReader.Read);

    /// <summary>True when kube-proxy has written iptables rules here.</summary>
    public static bool Holds(Ruleset ruleset)
    {
        ArgumentNullException.ThrowIfNull(ruleset);
        return ruleset.Find(TableKind.Nat, "KUBE-SERVICES") is { RuleCount: > 0 } || OrphanedService.Any(ruleset);
    }

    /// <summary>Reads the entry rules of every ruleset that holds kube-proxy's.</summary>
    public static ServiceTable Read(IEnumerable<Ruleset> rulesets)
    {
        ArgumentNullException.ThrowIfNull(rulesets);
        ServiceTable table = new();
        foreach (Ruleset ruleset in rulesets.Where(Holds))
        {
            table._byKey.Clear();
            foreach ((TableKind kind, string name) in EntryChains)
            {
                foreach (Rule rule in ruleset.Find(kind, name)?.Rules ?? [])
                {
                    table.Add(ruleset, rule);
                }
            }

            OrphanedService.Add(ruleset, table._services);
        }

        return table;
    }

    /// <summary>True when a Service has this address as cluster IP, external IP or address of a load balancer.</summary>
    internal bool Knows(IpAddress address) =>
        (_addresses ??= [.. _services.SelectMany(service => service.Entries).Select(entry => entry.Address).OfType<IpAddress>()]).Contains(address);

    /// <summary>All Service ports before their chains are read, in the order of the rules.</summary>
    internal IReadOnlyList<ServiceRules> Rules => _services;

    /// <summary>The Service port that takes packets to an address and port; null when there is none. Node ports are found by <see cref="FindNodePort"/>.</summary>
    internal ServiceRules? FindRules(IpAddress address, int port, Protocol protocol) => (_byDestination ??= ByDestination()).GetValueOrDefault((address, port, protocol));

    /// <summary>The Service port that has this node port; null when there is none.</summary>
    internal ServiceRules? FindNodePort(int port, Protocol protocol) => (_byDestination ??= ByDestination()).GetValueOrDefault((null, port, protocol));

    /// <summary>The Service ports that were asked for; only the chains of these are read.</summary>
    public IEnumerable<KubeServiceChain> Find(ServiceQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return FindRules(query).Select(ServiceChainReader.Read);
    }

    /// <summary>The entry rules of the Service ports that were asked for; no chain is read.</summary>
    internal IEnumerable<ServiceRules> FindRules(ServiceQuery query) => _services.Where(query.Matches);

    /// <summary>Names of all Service ports, for completion and for messages.</summary>
    public IEnumerable<ServicePortName> Names => _services.Select(service => service.Name).OfType<ServicePortName>().Distinct();

    /// <summary>The cluster IPs of the Service ports that have one.</summary>
    internal IEnumerable<(ServicePortName Name, IpAddress Address)> ClusterAddresses => _services
        .Where(service => service.Name is not null)
        .SelectMany(service => service.All(EntryKind.ClusterIP).Where(entry => entry.Address is not null).Select(entry => (service.Name!, entry.Address!.Value)));

    private Dictionary<(IpAddress? Address, int Port, Protocol Protocol), ServiceRules> ByDestination()
    {
        Dictionary<(IpAddress?, int, Protocol), ServiceRules> index = [];
        foreach (ServiceRules service in _services)
        {
            foreach (EntryRule entry in service.Entries)
            {
                if (entry.Port is int port)
                {
                    index.TryAdd((entry.Address, port, entry.Protocol), service);
                }
            }
        }

        return index;
    }

    private void Add(Ruleset ruleset, Rule rule)
    {
        if (EntryRule.From(rule) is not EntryRule entry)
        {
            return;
        }

        ServicePortName? name = ServicePortName.FromComment(entry.Comment);
        string? key = name?.ToString();
        string? hash = entry.Hash;
        ServiceRules? service = (key is null ? null : _byKey.GetValueOrDefault((entry.Protocol, key)))
            ?? (hash is null ? null : _byKey.GetValueOrDefault((entry.Protocol, hash)));
        if (service is null)
        {
            if (key is null && hash is null)
            {
                return;
            }

            service = new ServiceRules(ruleset, name, hash, entry.Protocol);
            _services.Add(service);
            if (key is not null)
            {
                _byKey[(entry.Protocol, key)] = service;
            }
        }

        if (hash is not null)
        {
            service.Hash ??= hash;
            _byKey.TryAdd((entry.Protocol, hash), service);
        }

        service.Entries.Add(entry);
    }
}
