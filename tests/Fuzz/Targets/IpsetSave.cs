using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Fuzz.Targets;

/// <summary>What <c>ipset save</c> prints: each set is asked for a packet, in all directions that a rule can name.</summary>
internal static class IpsetSave
{
    private static readonly Packet[] Packets =
    [
        new(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"), null, 80) { Flags = TcpFlags.Syn },
        new(Protocol.Udp, IpAddress.Parse("fd00::1"), IpAddress.Parse("fd00::2"), 5353, 53),
    ];

    /// <summary>Reads and asks.</summary>
    public static string? Read(byte[] input)
    {
        try
        {
            IpsetTable table = IpsetSaveReader.Read(new SnapshotPart("ipset-save.txt", input));
            foreach (Ipset set in table.Sets)
            {
                Ask(table, set);
            }

            return null;
        }
        catch (SnapshotParseException e)
        {
            return e.Message;
        }
    }

    private static void Ask(IpsetTable table, Ipset set)
    {
        foreach (Packet packet in Packets)
        {
            foreach (bool[] sources in new[] { new[] { true }, [false, false], [true, false, true], [false, true, false, true] })
            {
                _ = $"{set}{table.Test(set.Name, new IpsetQuery { Packet = packet, Sources = sources, InInterface = "eth0", OutInterface = "cali1" })}";
            }
        }
    }
}
