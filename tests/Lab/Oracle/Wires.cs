using System.Net;
using System.Net.Sockets;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;
using NetPath.Linux.KernelTracing;
using NetPath.Linux.Netlink;

namespace NetPath.Lab.Oracle;

/// <summary>The sockets of a topology: those that send whole packets, that listen, and that see what comes in; and the kernel's trace of the router.</summary>
internal sealed class Wires : IDisposable
{
    // ETH_P_IP and ETH_P_IPV6 in network byte order: such a socket sees what comes in, not what goes out.
    private static readonly ProtocolType[] Incoming = [(ProtocolType)0x0008, (ProtocolType)0xdd86];

    private readonly OracleNetwork _network;
    private readonly Dictionary<(string Space, IpFamily Family), Socket> _raw = [];
    private readonly List<(string Leaf, Socket Socket)> _taps = [];
    private readonly List<(string Space, IpFamily Family, int Port, Socket Socket)> _datagrams = [];
    private readonly List<Socket> _listeners = [];
    private readonly NetworkNamespaceHandle _router;
    private readonly NetlinkSocket _conntrack;
    private readonly byte[] _buffer = new byte[4096];

    public Wires(OracleNetwork network)
    {
        _network = network;
        foreach (string space in network.Names)
        {
            _ = OracleNetwork.Inside(space, () => Open(space));
        }

        _router = NetworkNamespaceHandle.OpenNamed(network.Router);
        _conntrack = NetlinkSocket.Open(_router);
        Trace = KernelTraceReader.Open(_router, new KernelTraceOptions { Legacy = true });
    }

    /// <summary>What the kernel reports of packets in the router.</summary>
    public KernelTraceReader Trace { get; }

    /// <summary>Sends a packet.</summary>
    /// <returns>The error that the sender gets; success when it gets none.</returns>
    public SocketError Send(string space, IpAddress destination, byte[] packet)
    {
        try
        {
            _raw[(space, destination.Family)].SendTo(packet, new IPEndPoint(destination.ToIPAddress(), 0));
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    /// <summary>Reads what came to the leaves.</summary>
    public List<SeenPacket> Seen()
    {
        List<SeenPacket> seen = [];
        foreach ((string leaf, Socket socket) in _taps)
        {
            while (socket.Available > 0)
            {
                int length = socket.Receive(_buffer);
                if (SeenPacket.Read(leaf, _buffer.AsSpan(0, length)) is SeenPacket packet)
                {
                    seen.Add(packet);
                }
            }
        }

        return seen;
    }

    /// <summary>Answers the datagrams that reached sockets.</summary>
    /// <returns>Where, and the tuples that the sockets saw.</returns>
    public List<(string Space, string Tuple)> Answer()
    {
        List<(string Space, string Tuple)> answered = [];
        foreach ((string space, IpFamily family, int port, Socket socket) in _datagrams)
        {
            while (socket.Available > 0)
            {
                SocketFlags flags = SocketFlags.None;
                EndPoint from = new IPEndPoint(family == IpFamily.IPv4 ? IPAddress.Any : IPAddress.IPv6Any, 0);
                int length = socket.ReceiveMessageFrom(_buffer, 0, _buffer.Length, ref flags, ref from, out IPPacketInformation information);
                IPEndPoint sender = (IPEndPoint)from;
                if (length >= 4 && _buffer[4] != (byte)'R')
                {
                    IpAddress here = IpAddress.From(information.Address);
                    IpAddress there = IpAddress.From(sender.Address);
                    uint number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_buffer);
                    answered.Add((space, Probe.Of(Protocol.Udp, there, sender.Port, here, port)));
                    Send(space, there, PacketBytes.Of(Protocol.Udp, here, port, there, sender.Port, number, isReply: true));
                }
            }
        }

        return answered;
    }

    /// <summary>The router's table of connections, as the kernel prints it.</summary>
    public string[] Connections() => _router.Run(() => File.ReadAllLines("/proc/thread-self/net/nf_conntrack"));

    /// <summary>Files below /proc/net/xt_recent of the router, by name.</summary>
    public Dictionary<string, byte[]> RecentLists() => _router.Run(() =>
        (Directory.Exists("/proc/thread-self/net/xt_recent") ? Directory.GetFiles("/proc/thread-self/net/xt_recent") : []).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes));

    /// <summary>Makes the router forget all connections (IPCTNL_MSG_CT_DELETE without a tuple).</summary>
    public void ForgetConnections()
    {
        const byte Delete = 2;
        uint sequence = _conntrack.NextSequence();
        NetlinkRequest request = new NetlinkRequest().Message(NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_CTNETLINK, Delete), NLMSG.NLM_F_ACK, sequence, NLMSG.AF_UNSPEC);
        _conntrack.Ask(request, sequence, "The connections could not be removed");
    }

    /// <summary>The source address that the router's kernel selects towards a destination; null when it has no route.</summary>
    public IpAddress? SourceTowards(IpAddress destination) => _router.Run<IpAddress?>(() =>
    {
        try
        {
            using Socket socket = new(destination.Family == IpFamily.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(destination.ToIPAddress(), 9);
            return IpAddress.From(((IPEndPoint)socket.LocalEndPoint!).Address);
        }
        catch (SocketException)
        {
            return null;
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        Trace.Dispose();
        _conntrack.Dispose();
        _router.Dispose();
        foreach (Socket socket in _raw.Values.Concat(_taps.Select(tap => tap.Socket)).Concat(_datagrams.Select(one => one.Socket)).Concat(_listeners))
        {
            socket.Dispose();
        }
    }

    private bool Open(string space)
    {
        foreach ((AddressFamily family, IpFamily version) in new[] { (AddressFamily.InterNetwork, IpFamily.IPv4), (AddressFamily.InterNetworkV6, IpFamily.IPv6) })
        {
            // IPPROTO_RAW: what is sent has its IP header already.
            _raw[(space, version)] = new Socket(family, SocketType.Raw, ProtocolType.Raw);
            foreach (int port in Layout.Listening)
            {
                _listeners.Add(Listen(family, port));
                _datagrams.Add((space, version, port, Receive(family, port)));
            }
        }

        foreach (ProtocolType protocol in space == _network.Router ? [] : Incoming)
        {
            _taps.Add((_network.ShortName(space), new Socket(AddressFamily.Packet, SocketType.Dgram, protocol)));
        }

        return true;
    }

    private static Socket Listen(AddressFamily family, int port)
    {
        Socket socket = Bound(family, SocketType.Stream, ProtocolType.Tcp, port);
        socket.Listen(4096);
        return socket;
    }

    private static Socket Receive(AddressFamily family, int port)
    {
        Socket socket = Bound(family, SocketType.Dgram, ProtocolType.Udp, port);
        socket.SetSocketOption(family == AddressFamily.InterNetwork ? SocketOptionLevel.IP : SocketOptionLevel.IPv6, SocketOptionName.PacketInformation, true);
        return socket;
    }

    private static Socket Bound(AddressFamily family, SocketType type, ProtocolType protocol, int port)
    {
        Socket socket = new(family, type, protocol);
        if (family == AddressFamily.InterNetworkV6)
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, true);
        }

        socket.Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, port));
        return socket;
    }
}
