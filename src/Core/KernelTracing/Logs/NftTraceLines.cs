using System.Globalization;
using System.Text.RegularExpressions;
using NetPath.Core.Netfilter;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>
/// Reads what <c>nft monitor trace</c> prints (src/trace.c of nftables), with or without <c>-a</c>: lines that start with <c>trace id</c>, the family, the
/// table and the chain, and go on with the packet, a rule and its verdict, the policy, or what connection tracking knows.
/// </summary>
internal sealed partial class NftTraceLines
{
    private readonly PendingHeaders _pending = new();

    /// <summary>Reads a line; null when it is a packet's headers, which the next event gets.</summary>
    /// <exception cref="TraceLineException">It is damaged.</exception>
    public KernelTraceEvent? Read(string line)
    {
        Match start = Start().Match(line);
        if (!start.Success)
        {
            throw new TraceLineException("the packet's number, table and chain are not whole");
        }

        uint packet = uint.Parse(start.Groups["id"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        string rest = line[start.Length..].Trim();
        switch (start.Groups["kind"].Value)
        {
            case "packet:":
                if (NftHeaderText.Read(rest) is LoggedHeaders headers)
                {
                    _pending.Keep(packet, headers);
                }

                return null;
            case "conntrack:":
                _pending.KeepConntrack(packet, rest);
                return null;
            default:
                return Step(packet, start, rest) with { Text = line.Trim() };
        }
    }

    private KernelTraceEvent Step(uint id, Match start, string rest)
    {
        KernelTraceEvent step = start.Groups["kind"].Value switch
        {
            "rule" => Rule(rest),
            "unknown rule" => Rule(rest),
            "policy" => Empty with { Step = KernelTraceStep.Policy, Verdict = FirstWord(rest) },
            "verdict" => Empty with { Step = KernelTraceStep.Return, Verdict = FirstWord(rest) },
            _ => Empty with { Step = KernelTraceStep.Return },
        };
        LoggedHeaders? headers = _pending.Take(id);
        return step with
        {
            Family = start.Groups["family"].Value,
            PacketId = id,
            Table = start.Groups["table"].Value,
            Chain = start.Groups["chain"].Value,
            InInterface = headers?.InInterface,
            OutInterface = headers?.OutInterface,
            Packet = headers?.Packet,
            Identity = headers?.Identity,
            Conntrack = headers?.Conntrack,
        };
    }

    private static KernelTraceEvent Empty => new() { Backend = RulesetBackend.NfTables, Table = "", Chain = "", Step = KernelTraceStep.Rule, Text = "" };

    private static KernelTraceEvent Rule(string rest)
    {
        Match rule = RuleText().Match(rest);
        if (!rule.Success)
        {
            throw new TraceLineException("the rule's verdict is missing");
        }

        string text = rule.Groups["rule"].Value.Trim();
        ulong? handle = null;
        if (Handle().Match(text) is { Success: true } named)
        {
            handle = ulong.Parse(named.Groups["handle"].ValueSpan, CultureInfo.InvariantCulture);
            text = text[..named.Index].Trim();
        }

        return Empty with
        {
            RuleHandle = handle,
            RuleText = text.Length > 0 ? text : null,
            Verdict = rule.Groups["verdict"].Value,
            Target = rule.Groups["target"] is { Success: true, Value: string target } ? target : null,
        };
    }

    private static string FirstWord(string text) => text.Split(' ', 2)[0] is { Length: > 0 } word ? word : throw new TraceLineException("the verdict is missing");

    [GeneratedRegex(@"^\s*trace id (?<id>[0-9a-f]{1,8}) (?<family>ip6?|inet|arp|bridge|netdev) (?<table>\S+) (?<chain>\S+) (?<kind>packet:|conntrack:|unknown rule|rule|policy|verdict|return)(?= |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"^(?<rule>.*)\(verdict (?<verdict>[a-z]+)(?: (?<target>[^\s)]+))?\)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RuleText();

    // With -a behind the rule; "unknown rule handle 12" for a rule that went away before nft could look it up.
    [GeneratedRegex(@"(?:^|# )handle (?<handle>\d{1,19})$", RegexOptions.CultureInvariant)]
    private static partial Regex Handle();
}
