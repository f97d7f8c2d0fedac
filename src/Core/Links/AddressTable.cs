using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>The IP addresses of the interfaces of one namespace.</summary>
public sealed class AddressTable
{
    private readonly ILookup<string, LinkAddress> _byDevice;
    private readonly ILookup<IpAddress, LinkAddress> _byAddress;

    private AddressTable(IReadOnlyList<LinkAddress> addresses, IReadOnlyList<string> devices, IReadOnlyList<UnreadEntry> unread)
    {
        Addresses = addresses;
        Devices = devices;
        Unread = unread;
        _byDevice = addresses.ToLookup(address => address.Device);
        _byAddress = addresses.ToLookup(address => address.Address);
    }

    /// <summary>Every address, by interface and then in the kernel's order: the first is the primary one.</summary>
    public IReadOnlyList<LinkAddress> Addresses { get; }

    /// <summary>Names of all interfaces in the order of the dump, with and without addresses.</summary>
    public IReadOnlyList<string> Devices { get; }

    /// <summary>Entries that were not understood.</summary>
    public IReadOnlyList<UnreadEntry> Unread { get; }

    /// <summary>The addresses of an interface; empty when it has none.</summary>
    public IEnumerable<LinkAddress> Of(string device) => _byDevice[device];

    /// <summary>The interfaces that have this address; empty when none has. Whether packets to it stay here is the local table's to say.</summary>
    public IEnumerable<LinkAddress> Find(IpAddress address) => _byAddress[address];

    /// <summary>Reads what <c>ip -j address show</c> printed.</summary>
    /// <exception cref="SnapshotParseException">The part is not the JSON of this tool.</exception>
    public static AddressTable Parse(SnapshotPart part)
    {
        List<LinkAddress> addresses = [];
        List<string> devices = [];
        List<UnreadEntry> unread = [];
        foreach (JsonRow link in JsonListing.Read(part))
        {
            if (link.Text("ifname") is not string device)
            {
                unread.Add(new UnreadEntry("addresses of a link without a name", link.Evidence));
                continue;
            }

            devices.Add(device);
            foreach (JsonRow row in link.Rows("addr_info"))
            {
                if (row.Text("local") is not string)
                {
                    // ip prints {} for an address that a filter left out.
                    continue;
                }

                Add(row, link, device, addresses, unread);
            }
        }

        return new AddressTable(addresses, devices, unread);
    }

    private static void Add(JsonRow row, JsonRow link, string device, List<LinkAddress> addresses, List<UnreadEntry> unread)
    {
        if (!IpAddress.TryParse(row.Text("local"), out IpAddress local))
        {
            unread.Add(new UnreadEntry("an address that is no IP address", row.Evidence));
            return;
        }

        addresses.Add(new LinkAddress
        {
            Device = device,
            Index = (int)(link.Number("ifindex") ?? 0),
            Address = local,
            Peer = IpAddress.TryParse(row.Text("address"), out IpAddress peer) ? peer : null,
            PrefixLength = (int)(row.Number("prefixlen") ?? local.Width),
            Scope = row.Text("scope") ?? "global",
            Secondary = row.IsSet("secondary"),
            Deprecated = row.IsSet("deprecated"),
            Tentative = row.IsSet("tentative"),
            DadFailed = row.IsSet("dadfailed"),
            Temporary = row.IsSet("temporary"),
            Evidence = link.Evidence,
        });
    }
}
