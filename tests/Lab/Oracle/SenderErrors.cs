using System.Net.Sockets;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Lab.Oracle;

/// <summary>What a program sees of what comes back (icmp_err_convert in net/ipv4/icmp.c, icmpv6_err_convert in net/ipv6/icmp.c).</summary>
internal static class SenderErrors
{
    /// <summary>The symptom of an answer to a probe of a leaf.</summary>
    public static Symptom Of(Probe probe, string? answer)
    {
        // Codes that are no "hard" errors: a plain UDP socket is not told of them (__udp4_lib_err), and a connecting TCP socket is.
        bool udp = probe.Protocol == Protocol.Udp;
        return answer switch
        {
            "answer" => Symptom.Connected,
            "reset" => Symptom.ConnectionRefused,
            _ => probe.Family == IpFamily.IPv4 ? OfIpv4(answer, udp) : OfIpv6(answer, udp),
        };
    }

    private static Symptom OfIpv4(string? answer, bool udp) => answer switch
    {
        "icmp 3/3" => Symptom.ConnectionRefused,
        "icmp 3/0" or "icmp 3/6" => udp ? Symptom.TimedOut : Symptom.NetworkUnreachable,
        "icmp 3/1" or "icmp 11/0" => udp ? Symptom.TimedOut : Symptom.NoRouteToHost,
        "icmp 3/9" => Symptom.NetworkUnreachable,
        "icmp 3/10" or "icmp 3/13" => Symptom.NoRouteToHost,
        _ => Symptom.TimedOut,
    };

    private static Symptom OfIpv6(string? answer, bool udp) => answer switch
    {
        "icmp 1/4" => Symptom.ConnectionRefused,
        "icmp 1/0" => udp ? Symptom.TimedOut : Symptom.NetworkUnreachable,
        "icmp 1/3" or "icmp 3/0" => udp ? Symptom.TimedOut : Symptom.NoRouteToHost,
        "icmp 1/1" => Symptom.PermissionDenied,
        _ => Symptom.TimedOut,
    };

    /// <summary>Whether the error of the router's own socket fits. Raw sockets are told of drops at once, as UDP sockets are.</summary>
    public static bool Fit(Probe probe, Symptom symptom, Observation seen) =>
        probe.Protocol != Protocol.Udp || symptom != Symptom.OperationNotPermitted || seen.SendError is SocketError.AccessDenied or SocketError.OperationNotSupported;
}
