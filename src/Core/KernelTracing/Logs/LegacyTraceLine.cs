using System.Globalization;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>Reads <c>TRACE: nat:KUBE-SERVICES:rule:5 IN=… SRC=…</c>, what legacy iptables writes to the kernel's log (net/ipv4/netfilter/ip_tables.c, trace_packet).</summary>
internal static class LegacyTraceLine
{
    private static readonly string[] Tables = ["raw:", "mangle:", "nat:", "filter:", "security:"];

    /// <summary>True when the text behind <c>TRACE: </c> is the kernel's, damaged or not; programs write lines with this word too.</summary>
    public static bool IsOne(ReadOnlySpan<char> text)
    {
        foreach (string table in Tables)
        {
            if (text.StartsWith(table, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the text from the table on.</summary>
    /// <exception cref="TraceLineException">It is damaged.</exception>
    public static KernelTraceEvent Read(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        string where = blank < 0 ? text : text[..blank];
        int number = where.LastIndexOf(':');
        int kind = number > 0 ? where.LastIndexOf(':', number - 1) : -1;
        int table = where.IndexOf(':', StringComparison.Ordinal);
        if (blank < 0 || kind <= table || !int.TryParse(where.AsSpan(number + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int rule) || rule < 1)
        {
            throw new TraceLineException("the rule's place (table:chain:kind:number) is not whole");
        }

        LoggedHeaders headers = HeaderFields.Read(text[blank..]);
        return new KernelTraceEvent
        {
            Backend = RulesetBackend.Legacy,
            Family = headers.Packet.Version == IpFamily.IPv4 ? "ip" : "ip6",
            Table = where[..table],
            Chain = where[(table + 1)..kind],
            Step = Kind(where[(kind + 1)..number]),
            RuleNumber = rule,
            InInterface = headers.InInterface,
            OutInterface = headers.OutInterface,
            Packet = headers.Packet,
            Identity = headers.Identity,
            Text = $"TRACE: {text}",
        };
    }

    private static KernelTraceStep Kind(string word) => word switch
    {
        "rule" => KernelTraceStep.Rule,
        "return" => KernelTraceStep.Return,
        "policy" => KernelTraceStep.Policy,
        _ => throw new TraceLineException($"'{word}' is none of rule, return and policy"),
    };
}
