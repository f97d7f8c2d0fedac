using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Sockets;

/// <summary>
/// What only <c>ss -H -O -l -n -t -u -e</c> tells of a socket. A line reads: protocol, state, receive queue, send queue, local, peer, then
/// words such as <c>ino:17682</c> and <c>v6only:0</c>.
/// </summary>
/// <param name="BacklogLimit">For TCP, the send queue of a listening socket: its backlog.</param>
/// <param name="IPv6Only">The socket option; null for IPv4.</param>
/// <param name="Interface">The interface behind the percent sign of the local address; null without one.</param>
/// <param name="Evidence">The line.</param>
internal sealed record SocketDetails(long? BacklogLimit, bool? IPv6Only, string? Interface, Evidence Evidence)
{
    /// <summary>Reads the lines that name an inode, by it. Others cannot be told apart when several sockets share a port, and are passed over.</summary>
    public static Dictionary<long, SocketDetails> Parse(SnapshotPart part)
    {
        Dictionary<long, SocketDetails> details = [];
        foreach ((int number, string text) in PartLines.Of(part))
        {
            string[] cells = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length >= 6
                && long.TryParse(Word(cells, "ino:"), out long inode)
                && inode != 0)
            {
                bool limited = cells[0] == "tcp" && long.TryParse(cells[3], out _);
                details[inode] = new SocketDetails(
                    limited ? long.Parse(cells[3]) : null,
                    Word(cells, "v6only:") switch { "1" => true, "0" => false, _ => null },
                    InterfaceOf(cells[4]),
                    PartLines.Evidence(part, number, text));
            }
        }

        return details;
    }

    private static string? Word(string[] cells, string name) =>
        cells.Skip(6).FirstOrDefault(cell => cell.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static string? InterfaceOf(string local)
    {
        int percent = local.IndexOf('%');
        int colon = local.LastIndexOf(':');
        return percent >= 0 && colon > percent ? PlainText.Clean(local[(percent + 1)..colon].TrimEnd(']')) : null;
    }
}
