namespace NetPath.Linux.Verification;

/// <summary>A query that every cluster's DNS answers by itself: the address of the API server's Service.</summary>
internal static class DnsQuery
{
    /// <summary>The port of DNS.</summary>
    public const int Port = 53;

    // RFC 1035, section 4: id, "recursion desired", one question; its name, type A, class IN.
    /// <summary>The query as a datagram.</summary>
    public static byte[] Bytes { get; } =
    [
        0x4e, 0x50, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0,
        .. "\u000akubernetes\u0007default\u0003svc\u0007cluster\u0005local\0"u8,
        0, 1, 0, 1,
    ];
}
