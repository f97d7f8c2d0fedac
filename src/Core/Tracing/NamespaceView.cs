using System.Collections.Concurrent;
using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;

namespace NetPath.Core.Tracing;

/// <summary>
/// One namespace in the form that the walk asks for. What was not collected is null here, and the walk says so where it matters; it is never
/// taken for "none".
/// </summary>
internal sealed partial class NamespaceView
{
    private readonly List<Evidence> _missing = [];
    private readonly AddressTypes? _addressTypes;
    private readonly ConcurrentDictionary<(IpFamily Family, string Device, string Setting), long?> _settings = new();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<IpAddress, RecentEntry>?> _recent = new();

    private readonly Lazy<(IpsetTable? Sets, string? Missing)> _ipsets;

    private readonly Lazy<Truth> _usesRealms;
    private readonly Lazy<Truth> _usesIpsec;

    public NamespaceView(NetworkNamespace space, NodeNetwork node)
    {
        Space = space;
        Node = node;
        _forwarding = new Lazy<ForwardingDatabase?>(() => Collected(() => space.ForwardingDatabase));
        _ports = new Lazy<ILookup<string, Link>>(() => (Links?.Links ?? []).Where(link => link.Master is not null).ToLookup(link => link.Master!));
        _usesRealms = new Lazy<Truth>(() => RareSettings.UsesRealms(space));
        _usesIpsec = new Lazy<Truth>(() => RareSettings.UsesIpsec(space));
        _ipsets = new Lazy<(IpsetTable?, string?)>(() => ReadIpsets(space));
        Links = Collected(() => space.Links);
        Addresses = Collected(() => space.Addresses);
        Neighbours = Collected(() => space.Neighbours);
        Sysctl = Collected(() => space.Sysctl);
        Sockets = Collected(() => space.Sockets);
        Netfilter = Collected(() => space.Netfilter);
        IpsecPolicies = space.IpsecPolicies;
        RouteTables? routes = Collected(() => space.Routes);
        PolicyRules? rules = Collected(() => space.PolicyRules);
        if (routes is not null && rules is not null)
        {
            Fib = new Fib(routes, rules, Links, Addresses, Settings());
            _addressTypes = new AddressTypes(routes);
        }
    }

    public NetworkNamespace Space { get; }

    /// <summary>The node that it is on.</summary>
    public NodeNetwork Node { get; }

    public string Name => Space.Name;

    public LinkTable? Links { get; }

    public AddressTable? Addresses { get; }

    public NeighbourTable? Neighbours { get; }

    public SysctlTable? Sysctl { get; }

    public ListeningSocketTable? Sockets { get; }

    public NetfilterConfiguration? Netfilter { get; }

    public Fib? Fib { get; }

    /// <summary>Why parts are missing.</summary>
    public IReadOnlyList<Evidence> Missing => _missing;

    /// <summary>Type of an address here; null when the routes were not collected.</summary>
    public AddressType? TypeOf(IpAddress address, string? device = null) => _addressTypes?.Of(address, device);

    /// <summary>The addresses in a list of the recent match (/proc/net/xt_recent); null when it was not collected.</summary>
    public IReadOnlyDictionary<IpAddress, RecentEntry>? RecentEntries(string list) =>
        _recent.GetOrAdd(list, static (name, space) => RecentList.Read(space, name), Space);

    /// <summary>The sets, or why they are not known. They are read when a rule first asks for one.</summary>
    public (IpsetTable? Sets, string? Missing) Ipsets() => _ipsets.Value;

    public bool IsLocal(IpAddress address) => TypeOf(address) == AddressType.Local;

    /// <summary>The address that the kernel gives to packets that leave by a device (inet_select_addr in net/ipv4/devinet.c, ipv6_dev_get_saddr in net/ipv6/addrconf.c).</summary>
    /// <param name="device">The device.</param>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="nextHop">IPv4: prefers an address in the same network as this one. IPv6: the destination that the address shall suit (RFC 6724).</param>
    public IpAddress? SelectAddress(string device, IpFamily family, IpAddress? nextHop)
    {
        if (Addresses is null)
        {
            return null;
        }

        if (family == IpFamily.IPv6)
        {
            return nextHop is IpAddress destination ? new Ipv6SourceSelection(Addresses).Select(device, destination) : null;
        }

        LinkAddress[] usable = Usable(Addresses.Of(device), family);
        LinkAddress? chosen = usable.FirstOrDefault(address => nextHop is IpAddress hop && new IpPrefix(address.Address, address.PrefixLength).Contains(hop))
            ?? usable.FirstOrDefault()
            ?? Usable(Addresses.Addresses, family).FirstOrDefault(address => !address.Address.IsLoopback());
        return chosen?.Address;
    }

    /// <summary>The addresses of one device that REDIRECT can take, the kernel's first choice first; null when they were not collected.</summary>
    public IReadOnlyList<IpAddress>? AddressesOn(string device, IpFamily family) => Addresses is null ? null : family == IpFamily.IPv6
        ? [.. Usable(Addresses.Of(device), family).Select(address => address.Address)]
        : [.. Addresses.Of(device).Where(address => address.Address.Family == family && !address.Secondary).Select(address => address.Address)];

    /// <summary>
    /// Whether packets that come in by a device and are not for this namespace are passed on; null when that was not collected. IPv4 asks the
    /// device (IN_DEV_FORWARD), IPv6 the whole namespace (ip6_forward() in net/ipv6/ip6_output.c).
    /// </summary>
    public bool? Forwards(string device, IpFamily family) =>
        Setting(family, family == IpFamily.IPv4 ? device : "all", "forwarding") is long value ? value != 0 : null;

    /// <summary>
    /// The value of a setting that counts as the larger of "all" and the device's own. Null when it is not known: one that was not collected could
    /// be larger than a 0 of the other.
    /// </summary>
    public long? LargerOfAllAnd(string device, IpFamily family, string setting)
    {
        long? all = Setting(family, "all", setting);
        long? own = Setting(family, device, setting);
        if (own is not null && all is not null)
        {
            return Math.Max(own.Value, all.Value);
        }

        long? known = own ?? all;
        return known > 0 ? known : null;
    }

    // Each packet asks for a dozen of these.
    private long? Setting(IpFamily family, string device, string setting) => Sysctl is null ? null
        : _settings.GetOrAdd((family, device, setting), static (key, sysctl) => sysctl.ForInterface(key.Family, key.Device, key.Setting), Sysctl);

    private static LinkAddress[] Usable(IEnumerable<LinkAddress> addresses, IpFamily family) =>
        [.. addresses.Where(address => address.Address.Family == family && address.Scope == "global" && !address.Secondary && !address.Tentative && !address.DadFailed)];

    /// <summary>Whether a route or policy rule carries a realm.</summary>
    public Truth UsesRealms => _usesRealms.Value;

    /// <summary>Policies of IPsec; none where they were not collected.</summary>
    public IReadOnlyList<IpsecPolicy> IpsecPolicies { get; }

    /// <summary>Whether there are IPsec policies or keys.</summary>
    public Truth UsesIpsec => _usesIpsec.Value;

    private static (IpsetTable? Sets, string? Missing) ReadIpsets(NetworkNamespace space)
    {
        try
        {
            return (space.Ipsets, null);
        }
        catch (SectionNotCollectedException e)
        {
            return (null, $"the sets were not collected ({e.Reason})");
        }
        catch (SnapshotParseException e)
        {
            return (null, e.Message);
        }
    }

    private FibSettings Settings() => new()
    {
        IgnoresRoutesWithLinkDown = (family, device) => LargerOfAllAnd(device, family, "ignore_routes_with_linkdown") > 0,
        RoutesLocalNetwork = device => LargerOfAllAnd(device, IpFamily.IPv4, "route_localnet") > 0,
        ForwardsIpv6 = Sysctl?.ForInterface(IpFamily.IPv6, "all", "forwarding") != 0,
        Neighbours = Neighbours,
    };

    private T? Collected<T>(Func<T> section)
        where T : class
    {
        try
        {
            return section();
        }
        catch (SectionNotCollectedException e)
        {
            _missing.Add(new Evidence(e.Path, 0, e.Reason));
        }
        catch (SnapshotParseException e)
        {
            _missing.Add(new Evidence(e.File, e.Line, e.Message));
        }

        return null;
    }
}
