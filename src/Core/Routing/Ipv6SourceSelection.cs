using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Selects the source of an IPv6 packet made here: RFC 6724 section 5, in the order of ipv6_dev_get_saddr (net/ipv6/addrconf.c).</summary>
internal sealed class Ipv6SourceSelection
{
    private const int LinkLocal = 0x02;
    private const int SiteLocal = 0x05;
    private const int Global = 0x0e;

    // Label by prefix, the most specific first: the kernel's table of net/ipv6/addrlabel.c.
    private static readonly (IpPrefix Prefix, int Label)[] Labels =
    [
        (IpPrefix.Parse("::1/128"), 0),
        (IpPrefix.Parse("::/96"), 3),
        (IpPrefix.Parse("::ffff:0:0/96"), 4),
        (IpPrefix.Parse("2001::/32"), 6),
        (IpPrefix.Parse("2001:10::/28"), 7),
        (IpPrefix.Parse("2002::/16"), 2),
        (IpPrefix.Parse("fc00::/7"), 5),
        (IpPrefix.Parse("::/0"), 1),
    ];

    private readonly AddressTable _addresses;

    public Ipv6SourceSelection(AddressTable addresses) => _addresses = addresses;

    /// <summary>The best source for a destination behind a device; null when there is none.</summary>
    public IpAddress? Select(string device, IpAddress destination)
    {
        // Link-local and multicast destinations may only be asked from an address of the same link.
        bool sameLink = destination.IsMulticast() || ScopeOf(destination) <= LinkLocal;
        (IpAddress Address, int[] Score)? best = null;
        foreach (LinkAddress address in _addresses.Devices.Where(name => !sameLink || name == device).SelectMany(_addresses.Of))
        {
            if (address.Family != IpFamily.IPv6 || address.Tentative || address.DadFailed)
            {
                continue;
            }

            int[] score = Score(address, device, destination);
            if (best is null || score.AsSpan().SequenceCompareTo(best.Value.Score) > 0)
            {
                best = (address.Address, score);
            }
        }

        return best?.Address;
    }

    // One number a rule of the RFC, in its order; compared from the left, higher is better.
    private static int[] Score(LinkAddress address, string device, IpAddress destination)
    {
        int scope = ScopeOf(address.Address);
        return
        [
            address.Address == destination ? 1 : 0,
            scope >= ScopeOf(destination) ? -scope : scope - 128,
            address.Deprecated ? 0 : 1,
            address.Device == device ? 1 : 0,
            LabelOf(address.Address) == LabelOf(destination) ? 1 : 0,
            address.Temporary ? 0 : 1,
            Math.Min(CommonBits(address.Address, destination), address.PrefixLength),
        ];
    }

    private static int LabelOf(IpAddress address) => Labels.First(entry => entry.Prefix.Contains(address)).Label;

    private static int CommonBits(IpAddress left, IpAddress right) => (int)UInt128.LeadingZeroCount(left.Bits ^ right.Bits);

    private static int ScopeOf(IpAddress address)
    {
        if (address.IsMulticast())
        {
            return (int)(address.Bits >> 112) & 0xf;
        }

        uint top = (uint)(address.Bits >> 118);
        return address.IsLoopback() || top == 0xfe80 >> 6 ? LinkLocal : top == 0xfec0 >> 6 ? SiteLocal : Global;
    }
}
