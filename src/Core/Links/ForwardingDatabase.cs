using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>The forwarding databases of all bridges and VXLAN devices of one namespace.</summary>
public sealed class ForwardingDatabase
{
    private readonly ILookup<string, ForwardingEntry> _byDevice;
    private readonly ILookup<string, ForwardingEntry> _byAddress;

    private ForwardingDatabase(IReadOnlyList<ForwardingEntry> entries, IReadOnlyList<UnreadEntry> unread)
    {
        Entries = entries;
        Unread = unread;
        _byDevice = entries.ToLookup(entry => entry.Device);
        _byAddress = entries.ToLookup(entry => entry.MacAddress, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every entry.</summary>
    public IReadOnlyList<ForwardingEntry> Entries { get; }

    /// <summary>Entries that were not understood.</summary>
    public IReadOnlyList<UnreadEntry> Unread { get; }

    /// <summary>The entries of a device for a MAC address, in any case; empty when there are none.</summary>
    public IEnumerable<ForwardingEntry> Find(string device, string macAddress) =>
        _byDevice[device].Where(entry => string.Equals(entry.MacAddress, macAddress, StringComparison.OrdinalIgnoreCase));

    /// <summary>The entries of all devices for a MAC address, in any case; empty when there are none.</summary>
    public IEnumerable<ForwardingEntry> Find(string macAddress) => _byAddress[macAddress];

    /// <summary>All entries of a device.</summary>
    public IEnumerable<ForwardingEntry> Of(string device) => _byDevice[device];

    /// <summary>Reads what <c>bridge -j fdb show</c> printed.</summary>
    /// <exception cref="SnapshotParseException">The part is not the JSON of this tool.</exception>
    public static ForwardingDatabase Parse(SnapshotPart part)
    {
        List<ForwardingEntry> entries = [];
        List<UnreadEntry> unread = [];
        foreach (JsonRow row in JsonListing.Read(part))
        {
            if (row.Text("mac") is not string mac || row.Text("ifname") is not string device)
            {
                unread.Add(new UnreadEntry("a forwarding entry without MAC address or device", row.Evidence));
                continue;
            }

            entries.Add(new ForwardingEntry
            {
                MacAddress = mac,
                Device = device,
                Master = row.Text("master"),
                Destination = row.Text("dst"),
                Port = (int?)row.Number("port"),
                Vni = row.Number("vni"),
                Via = row.Text("viaIf"),
                Vlan = (int?)row.Number("vlan"),
                State = row.Text("state") ?? "",
                Flags = row.Texts("flags"),
                Evidence = row.Evidence,
            });
        }

        return new ForwardingDatabase(entries, unread);
    }
}
