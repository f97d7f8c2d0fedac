using System.Net;

namespace NetPath.Unit;

/// <summary>Text as /proc/net/tcp and udp hold it.</summary>
internal static class TestSockets
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    /// <summary>TCP sockets that listen, such as <c>0.0.0.0:80</c>.</summary>
    public static string Tcp(params string[] listening) => Text(listening, "0A");

    /// <summary>Bound UDP sockets.</summary>
    public static string Udp(params string[] bound) => Text(bound, "07");

    private static string Text(string[] sockets, string state) => Header + string.Concat(sockets.Select((socket, i) =>
        $"   {i}: {Hex(IPEndPoint.Parse(socket))} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000     0        0 {100 + i} 1 0000000000000000 100 0 0 10 0\n"));

    // The kernel prints each 32-bit word of the address in host order.
    private static string Hex(IPEndPoint socket)
    {
        byte[] address = socket.Address.GetAddressBytes();
        IEnumerable<string> words = Enumerable.Range(0, address.Length / 4).Select(i => $"{BitConverter.ToUInt32(address, i * 4):X8}");
        return $"{string.Concat(words)}:{socket.Port:X4}";
    }
}
