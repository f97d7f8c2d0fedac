using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.Verification;

/// <summary>One TCP connection or UDP datagram, from a port that is known before it is sent.</summary>
internal sealed class Probe : IDisposable
{
    // A neighbour that does not answer is given up after three seconds.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;

    private Probe(Socket socket) => _socket = socket;

    /// <summary>The source port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Takes a port in a namespace.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="packet">What will be sent; its source port, or any when it has none.</param>
    /// <param name="source">The source address; null for the one that the kernel selects.</param>
    /// <exception cref="VerificationException">The port or the address cannot be had.</exception>
    public static Probe Bind(NetworkNamespaceHandle space, Packet packet, IpAddress? source)
    {
        bool tcp = packet.Transport == Protocol.Tcp;
        AddressFamily family = packet.Version == IpFamily.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        Socket socket = space.Run(() => new Socket(family, tcp ? SocketType.Stream : SocketType.Dgram, tcp ? ProtocolType.Tcp : ProtocolType.Udp));
        IPEndPoint wanted = new((source ?? IpAddress.Any(packet.Version)).ToIPAddress(), packet.SourcePort ?? 0);
        try
        {
            socket.Bind(wanted);
            return new Probe(socket);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new VerificationException($"The probe cannot be sent from {wanted}: {error.Message}. Leave -SourcePort out for a port that is free.", error);
        }
    }

    /// <summary>Sends it, and waits for the answer.</summary>
    public ProbeResult Send(string from, Packet packet, CancellationToken cancellation)
    {
        bool tcp = packet.Transport == Protocol.Tcp;
        IPEndPoint target = new(packet.DestinationAddress.ToIPAddress(), packet.DestinationPort ?? 0);
        long start = Stopwatch.GetTimestamp();
        (Symptom symptom, string answer) = tcp ? Connect(target, cancellation) : Ask(target, cancellation);
        return new ProbeResult
        {
            From = from,
            Kind = tcp ? "TCP connection" : target.Port == DnsQuery.Port ? "DNS query" : "UDP datagram",
            Packet = packet with { SourceAddress = Source(packet), SourcePort = Port },
            Symptom = symptom.ToString(),
            Answer = answer,
            DurationMilliseconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private (Symptom Symptom, string Answer) Connect(IPEndPoint target, CancellationToken cancellation) => Try(ConnectPatience, async stop =>
    {
        await _socket.ConnectAsync(target, stop).ConfigureAwait(false);
        return "connected";
    }, cancellation);

    private (Symptom Symptom, string Answer) Ask(IPEndPoint target, CancellationToken cancellation) => Try(AnswerPatience, async stop =>
    {
        await _socket.ConnectAsync(target, stop).ConfigureAwait(false);
        await _socket.SendAsync(target.Port == DnsQuery.Port ? DnsQuery.Bytes : Array.Empty<byte>(), stop).ConfigureAwait(false);
        int length = await _socket.ReceiveAsync(new byte[2048], stop).ConfigureAwait(false);
        return $"answered with {length} bytes";
    }, cancellation);

    private static (Symptom Symptom, string Answer) Try(TimeSpan patience, Func<CancellationToken, Task<string>> exchange, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(patience);
        try
        {
            return (Symptom.Connected, exchange(stop.Token).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (Symptom.TimedOut, $"nothing came back within {patience.TotalSeconds:0} s");
        }
        catch (SocketException error)
        {
            return (SymptomOf(error), error.Message);
        }
    }

    // errno(3): EPERM and EACCES are one code in .NET.
    private static Symptom SymptomOf(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => Symptom.ConnectionRefused,
        // An established connection that was reset at once; a SYN that is answered by a reset gives ECONNREFUSED (tcp_reset() in tcp_input.c).
        SocketError.ConnectionReset => Symptom.Connected,
        SocketError.TimedOut => Symptom.TimedOut,
        SocketError.HostUnreachable => Symptom.NoRouteToHost,
        SocketError.NetworkUnreachable => Symptom.NetworkUnreachable,
        SocketError.ProtocolOption => Symptom.ProtocolNotAvailable,
        SocketError.InvalidArgument => Symptom.InvalidArgument,
        SocketError.AccessDenied => error.NativeErrorCode == SystemCalls.EPERM ? Symptom.OperationNotPermitted : Symptom.PermissionDenied,
        _ => Symptom.Unknown,
    };

    // A socket that could not connect does not say which source it would have had.
    private IpAddress Source(Packet packet)
    {
        IpAddress local = IpAddress.From(((IPEndPoint)_socket.LocalEndPoint!).Address);
        return local.IsUnspecified() ? packet.SourceAddress : local;
    }
}
