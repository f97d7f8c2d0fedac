using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>The neighbour table of a network namespace: ARP and IPv6 neighbour discovery.</summary>
public sealed class NeighbourTable
{
    private readonly Dictionary<(string Device, IpAddress Address), Neighbour> _index;

    private NeighbourTable(IReadOnlyList<Neighbour> neighbours, IReadOnlyList<UnreadEntry> unread)
    {
        Neighbours = neighbours;
        Unread = unread;
        _index = [];
        foreach (Neighbour neighbour in neighbours.Where(neighbour => !neighbour.Proxy))
        {
            _index.TryAdd((neighbour.Device, neighbour.Address), neighbour);
        }
    }

    /// <summary>Every entry, proxy entries included.</summary>
    public IReadOnlyList<Neighbour> Neighbours { get; }

    /// <summary>Entries that were not understood.</summary>
    public IReadOnlyList<UnreadEntry> Unread { get; }

    /// <summary>The entry for an address on a device; null when the kernel has none and would ask the link first.</summary>
    public Neighbour? Find(string device, IpAddress address) => _index.GetValueOrDefault((device, address));

    /// <summary>Reads what <c>ip -j neigh show</c> printed.</summary>
    /// <exception cref="SnapshotParseException">The part is not the JSON of this tool.</exception>
    public static NeighbourTable Parse(params SnapshotPart[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        List<Neighbour> neighbours = [];
        List<UnreadEntry> unread = [];
        foreach (JsonRow row in parts.SelectMany(JsonListing.Read))
        {
            if (row.Text("dev") is string device && IpAddress.TryParse(row.Text("dst"), out IpAddress address))
            {
                neighbours.Add(new Neighbour
                {
                    Address = address,
                    Device = device,
                    MacAddress = row.Text("lladdr"),
                    State = row.Texts("state"),
                    Router = row.IsSet("router"),
                    Proxy = row.IsSet("proxy"),
                    Evidence = row.Evidence,
                });
            }
            else
            {
                unread.Add(new UnreadEntry("a neighbour without address or device", row.Evidence));
            }
        }

        return new NeighbourTable(neighbours, unread);
    }
}
