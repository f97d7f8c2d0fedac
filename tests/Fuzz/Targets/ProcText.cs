using NetPath.Core.Conntrack;
using NetPath.Core.Dns;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;

namespace NetPath.Fuzz.Targets;

/// <summary>Text of the kernel and of small tools: /proc/net/tcp and udp, ss, netstat, conntrack's statistics and entries, sysctls, resolv.conf.</summary>
internal static class ProcText
{
    private static readonly Action<SnapshotPart>[] Readers =
    [
        part => _ = string.Concat(ProcNetSockets.Parse(part, Protocol.Tcp)),
        part => _ = string.Concat(ProcNetSockets.Parse(part, Protocol.Udp)),
        part => _ = SocketDetails.Parse(part).Count,
        part => _ = ConntrackStatistics.Parse(part).ToString(),
        part => _ = SocketCounters.Parse(part).ListenOverflows,
        part => _ = string.Concat(PartLines.Of(part).Select(line => ConntrackText.TryParse(line.Text, out ConntrackEntry? entry) ? entry.ToString() : "")),
        part => _ = SysctlTable.Parse(part).ForInterface(IpFamily.IPv4, "eth0", "forwarding"),
        part => _ = ResolverConfiguration.Parse(part).ToString(),
        part => _ = HostsFile.Parse(part).Find("localhost").Count,
    ];

    /// <summary>Reads the input as each of these.</summary>
    public static string? Read(byte[] input)
    {
        string? error = null;
        foreach (Action<SnapshotPart> reader in Readers)
        {
            try
            {
                reader(new SnapshotPart("proc.txt", input));
            }
            catch (SnapshotParseException e)
            {
                error = e.Message;
            }
        }

        return error;
    }
}
