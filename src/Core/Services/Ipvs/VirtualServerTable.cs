using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Services.Ipvs;

/// <summary>
/// What <c>ipvsadm -Sn</c> prints: <c>-A -t 10.96.0.1:443 -s rr</c> for a virtual server, <c>-a -t 10.96.0.1:443 -r 192.168.49.2:8443 -m -w 1</c> for a real server.
/// </summary>
internal sealed class VirtualServerTable
{
    private readonly Dictionary<(Protocol Protocol, IpAddress Address, int Port), VirtualServer> _servers = [];
    private readonly List<UnreadEntry> _unread = [];

    private VirtualServerTable(string file) => File = file;

    /// <summary>The part of the snapshot.</summary>
    public string File { get; }

    /// <summary>The virtual servers by address.</summary>
    public IReadOnlyCollection<VirtualServer> Servers => _servers.Values;

    /// <summary>Lines that were not understood, such as servers by firewall mark.</summary>
    public IReadOnlyList<UnreadEntry> Unread => _unread;

    /// <summary>The virtual server; null when there is none.</summary>
    public VirtualServer? Find(Protocol protocol, IpAddress address, int port) => _servers.GetValueOrDefault((protocol, address, port));

    /// <summary>Reads the lines.</summary>
    public static VirtualServerTable Parse(SnapshotPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        VirtualServerTable table = new(part.Path);
        foreach ((int number, string line) in PartLines.Of(part))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && !table.Add(words, PartLines.Evidence(part, number, line)))
            {
                table._unread.Add(new UnreadEntry("a line that is no server by address and port", PartLines.Evidence(part, number, line)));
            }
        }

        return table;
    }

    private bool Add(string[] words, Evidence evidence)
    {
        if (words.Length < 3 || ProtocolOf(words[1]) is not Protocol protocol || !TrySplit(words[2], out IpAddress address, out int port))
        {
            return false;
        }

        switch (words[0])
        {
            case "-A":
                _servers[(protocol, address, port)] = new VirtualServer(address, port, protocol, evidence);
                return true;
            case "-a" when Value(words, "-r") is string target && TrySplit(target, out _, out _) && Find(protocol, address, port) is VirtualServer server:
                int weight = int.TryParse(Value(words, "-w"), NumberStyles.None, CultureInfo.InvariantCulture, out int known) ? known : 1;
                server.RealServers.Add(new RealServer(target, weight, evidence));
                return true;
            default:
                return false;
        }
    }

    private static Protocol? ProtocolOf(string option) => option switch
    {
        "-t" => Protocol.Tcp,
        "-u" => Protocol.Udp,
        "--sctp-service" => Protocol.Sctp,
        _ => null,
    };

    private static string? Value(string[] words, string option)
    {
        int place = Array.IndexOf(words, option);
        return place >= 0 && place + 1 < words.Length ? words[place + 1] : null;
    }

    private static bool TrySplit(string text, out IpAddress address, out int port)
    {
        int colon = text.LastIndexOf(':');
        address = default;
        port = 0;
        return colon > 0
            && IpAddress.TryParse(text.AsSpan(0, colon).Trim("[]"), out address)
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= ushort.MaxValue;
    }
}
