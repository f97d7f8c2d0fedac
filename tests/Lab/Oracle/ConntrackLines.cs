using System.Text.RegularExpressions;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Lab.Oracle;

/// <summary>Compares the entry that a trace predicts with /proc/net/nf_conntrack.</summary>
internal static partial class ConntrackLines
{
    /// <summary>False when the router's kernel has no entry with the predicted tuples.</summary>
    public static bool Fit(Prediction prediction, IReadOnlyList<string> lines)
    {
        // The senders here have no sockets: their kernel refuses the answer of TCP.
        // A reset that answers the first packet takes the entry away (nf_conntrack_tcp_packet), and so does the end of a packet before its entry is confirmed.
        bool stays = prediction.Outcome.Disposition == nameof(Disposition.Delivered) && !prediction.IsOneOfMany && (lines.Count > 0 || !prediction.Tuple.StartsWith(nameof(Protocol.Tcp), StringComparison.Ordinal));
        return !stays || prediction.Outcome.Conntrack.Where(entry => entry.Place == prediction.Router).All(entry => lines.Any(line => IsOf(entry, line)));
    }

    private static bool IsOf(ConntrackTuple entry, string line)
    {
        MatchCollection tuples = Tuple().Matches(line);
        return tuples.Count >= 2 && Same(entry.Original, tuples[0]) && Same(entry.Reply, tuples[1]);
    }

    private static bool Same(string expected, Match actual)
    {
        Match parts = Flow().Match(expected);
        return parts.Success
            && IpAddress.Parse(parts.Groups["source"].Value.Trim('[', ']')) == IpAddress.Parse(actual.Groups["source"].Value)
            && IpAddress.Parse(parts.Groups["destination"].Value.Trim('[', ']')) == IpAddress.Parse(actual.Groups["destination"].Value)
            && SamePort(parts.Groups["sport"].Value, actual.Groups["sport"].Value)
            && SamePort(parts.Groups["dport"].Value, actual.Groups["dport"].Value);
    }

    private static bool SamePort(string expected, string actual) => expected.Length == 0 || expected == "*" || expected == actual;

    [GeneratedRegex(@"src=(?<source>\S+) dst=(?<destination>\S+)(?: sport=(?<sport>\d+) dport=(?<dport>\d+))?")]
    private static partial Regex Tuple();

    // tcp 10.0.0.1:80 -> 10.0.0.2:81, udp [fd00::1]:* -> [fd00::2]:53, icmp 10.0.0.1 -> 10.0.0.2
    [GeneratedRegex(@"^\S+ (?<source>\[[^\]]+\]|[0-9.]+|[0-9a-f:]+?)(?::(?<sport>\d+|\*))? -> (?<destination>\[[^\]]+\]|[0-9.]+|[0-9a-f:]+?)(?::(?<dport>\d+|\*))?$")]
    private static partial Regex Flow();
}
