using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Fuzz.Targets;

/// <summary>What <c>ip -j</c> and <c>bridge -j</c> print: links, addresses, neighbours, routes and policy rules; then routes are looked up in them.</summary>
internal static class IpListings
{
    private static readonly string[] Destinations = ["10.244.120.67", "192.0.2.1", "127.0.0.1", "fd00::1", "fe80::1"];

    /// <summary>Reads the input as each of these.</summary>
    public static string? Read(byte[] input)
    {
        SnapshotPart part = new("ip.json", input);
        string? error = Try(() => _ = string.Concat(ForwardingDatabase.Parse(part).Entries));
        LinkTable? links = null;
        error = Try(() => links = LinkTable.Parse(part)) ?? error;
        AddressTable? addresses = null;
        error = Try(() => addresses = AddressTable.Parse(part)) ?? error;
        error = Try(() => _ = NeighbourTable.Parse(part).Find("eth0", IpAddress.Parse("192.0.2.1"))?.ToString()) ?? error;
        return Try(() => LookUp(part, links, addresses)) ?? error;
    }

    private static void LookUp(SnapshotPart part, LinkTable? links, AddressTable? addresses)
    {
        Fib fib = new(RouteTables.Parse(part, part, part), PolicyRules.Parse(part, part), links, addresses);
        foreach (string destination in Destinations)
        {
            _ = fib.Lookup(new RouteQuery { Destination = IpAddress.Parse(destination) }).ToString();
            _ = fib.Lookup(new RouteQuery { Destination = IpAddress.Parse(destination), InInterface = "eth0", Source = IpAddress.Parse(destination.Contains(':', StringComparison.Ordinal) ? "fd00::2" : "10.0.0.1") }).ToString();
        }
    }

    private static string? Try(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (SnapshotParseException e)
        {
            return e.Message;
        }
    }
}
