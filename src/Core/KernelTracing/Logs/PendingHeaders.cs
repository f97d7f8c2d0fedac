namespace NetPath.Core.KernelTracing.Logs;

/// <summary>Headers that stand on a line of their own, until the event that they belong to. Bounded: a log may lack that event.</summary>
internal sealed class PendingHeaders
{
    private const int Most = 256;

    private readonly Dictionary<uint, LoggedHeaders> _headers = [];
    private readonly Dictionary<uint, string> _conntrack = [];

    public void Keep(uint packet, LoggedHeaders headers)
    {
        MakeRoom();
        _headers[packet] = _conntrack.Remove(packet, out string? conntrack) ? headers with { Conntrack = conntrack } : headers;
    }

    public void KeepConntrack(uint packet, string text)
    {
        MakeRoom();
        _conntrack[packet] = text;
    }

    /// <summary>The packet's headers, once; null when there are none.</summary>
    public LoggedHeaders? Take(uint packet) => _headers.Remove(packet, out LoggedHeaders? headers) ? headers : null;

    private void MakeRoom()
    {
        if (_headers.Count + _conntrack.Count >= Most)
        {
            _headers.Clear();
            _conntrack.Clear();
        }
    }
}
