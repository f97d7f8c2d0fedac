using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Selects the source of an IPv4 packet made here as inet_select_addr does (net/ipv4/devinet.c).</summary>
internal sealed class Ipv4SourceSelection
{
    private const int Link = 253;
    private const int Host = 254;

    private readonly AddressTable _addresses;
    private readonly FibSettings _settings;

    public Ipv4SourceSelection(AddressTable addresses, FibSettings settings)
    {
        _addresses = addresses;
        _settings = settings;
    }

    /// <summary>The number behind a scope's name (RT_SCOPE_*): the larger, the nearer.</summary>
    public static int Scope(string name) => name switch
    {
        "global" => 0,
        "site" => 200,
        "link" => Link,
        "host" => Host,
        "nowhere" => 255,
        _ => int.TryParse(name, out int number) ? number : 0,
    };

    /// <summary>The primary address of the device whose network holds the gateway, else its first that reaches as far as the scope says, else one of another device.</summary>
    public IpAddress? Select(string device, IpAddress? gateway, int scope)
    {
        int nearest = _settings.RoutesLocalNetwork(device) ? Link : Host;
        LinkAddress? first = null;
        foreach (LinkAddress address in Of(device).Where(address => Math.Min(Scope(address.Scope), nearest) <= scope))
        {
            if (gateway is not IpAddress wanted || new IpPrefix(address.Peer ?? address.Address, address.PrefixLength).Contains(wanted))
            {
                return address.Address;
            }

            first ??= address;
        }

        return first?.Address ?? Elsewhere(scope);
    }

    private IpAddress? Elsewhere(int scope) => _addresses.Devices
        .SelectMany(Of)
        .FirstOrDefault(address => Scope(address.Scope) != Link && Scope(address.Scope) <= scope)
        ?.Address;

    private IEnumerable<LinkAddress> Of(string device) => _addresses.Of(device).Where(address => address.Family == IpFamily.IPv4 && !address.Secondary);
}
