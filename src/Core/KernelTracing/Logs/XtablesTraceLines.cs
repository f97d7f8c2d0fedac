using System.Globalization;
using System.Text.RegularExpressions;
using NetPath.Core.Netfilter;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>
/// Reads what <c>xtables-monitor --trace</c> prints for iptables-nft: a line <c>PACKET: 2 71c8e188 IN=… SRC=…</c> with the headers, and one line
/// <c> TRACE: 2 71c8e188 nat:PREROUTING:rule:0x25:JUMP:KUBE-SERVICES  -4 -t nat -A PREROUTING …</c> for each step.
/// </summary>
internal sealed partial class XtablesTraceLines
{
    private readonly PendingHeaders _pending = new();

    /// <summary>Reads a line; null when it is a packet's headers, which the next event gets.</summary>
    /// <exception cref="TraceLineException">It is damaged.</exception>
    public KernelTraceEvent? Read(string line)
    {
        Match start = Start().Match(line);
        if (!start.Success)
        {
            throw new TraceLineException("the family and the packet's number are not whole");
        }

        uint packet = uint.Parse(start.Groups["id"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        string rest = line[start.Length..];
        if (start.Groups["kind"].ValueSpan is "PACKET")
        {
            _pending.Keep(packet, HeaderFields.Read(rest));
            return null;
        }

        return Step(packet, Family(start.Groups["family"].Value), rest, line.Trim());
    }

    private KernelTraceEvent Step(uint id, string family, string rest, string line)
    {
        Match step = StepText().Match(rest);
        if (!step.Success)
        {
            throw new TraceLineException("the rule's place (table:chain:kind) is not whole");
        }

        LoggedHeaders? headers = _pending.Take(id);
        string[] verdict = step.Groups["verdict"].Value.Split(':', 2);
        return new KernelTraceEvent
        {
            Backend = RulesetBackend.NfTables,
            Family = family,
            PacketId = id,
            Table = step.Groups["table"].Value,
            Chain = step.Groups["chain"].Value,
            Step = Enum.Parse<KernelTraceStep>(step.Groups["step"].Value, ignoreCase: true),
            RuleHandle = step.Groups["handle"] is { Success: true, Value: string handle } ? ulong.Parse(handle, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null,
            Verdict = Verdict(verdict[0]),
            Target = verdict.Length > 1 ? verdict[1] : null,
            RuleText = step.Groups["rule"] is { Success: true, Value: string rule } ? rule : null,
            InInterface = headers?.InInterface,
            OutInterface = headers?.OutInterface,
            Packet = headers?.Packet,
            Identity = headers?.Identity,
            Text = line,
        };
    }

    // NFPROTO_IPV4 and so on (include/uapi/linux/netfilter.h).
    private static string Family(string number) => number switch
    {
        "1" => "inet",
        "2" => "ip",
        "3" => "arp",
        "7" => "bridge",
        "10" => "ip6",
        _ => number,
    };

    // Up to iptables 1.8.9 verdicts without a name of their own come as numbers (NFT_RETURN is -5; enum nft_verdicts).
    private static string? Verdict(string word) => word switch
    {
        "" => null,
        "0xfffffffb" => "return",
        "0xfffffffc" => "goto",
        "0xfffffffd" => "jump",
        "0xfffffffe" => "break",
        "0xffffffff" => "continue",
        _ => word.ToLowerInvariant(),
    };

    [GeneratedRegex(@"^\s*(?<kind>PACKET|TRACE): (?<family>\d{1,3}) (?<id>[0-9a-f]{1,8}) ", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"^(?<table>[^\s:]+):(?<chain>\S+?):(?<step>rule|return|policy):(?:0x(?<handle>[0-9a-f]{1,16}):?)?(?<verdict>\S*)\s*(?:-[046] -t \S+ (?<rule>-A .*\S))?\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex StepText();
}
