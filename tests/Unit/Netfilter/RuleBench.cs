using System.Text;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Unit.Netfilter;

/// <summary>Runs one packet through rules that a test writes down.</summary>
internal static class RuleBench
{
    /// <summary>10.0.0.1:40000 to 10.0.0.2:80 over TCP, a new connection that came in by eth0.</summary>
    public static Packet Packet { get; } = new(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"), 40000, 80) { Flags = TcpFlags.Syn };

    public static EvaluationContext Context { get; } = new()
    {
        Packet = Packet,
        Hook = Hook.Forward,
        InInterface = "eth0",
        OutInterface = "cali1",
        Connection = new Connection { Original = Packet, Reply = Packet.Reversed() },
        AddressTypeOf = (address, _) => address == Packet.DestinationAddress ? AddressType.Local : AddressType.Unicast,
        Surroundings = new TestSurroundings(),
        AddressesOn = device => device == "eth0" ? [IpAddress.Parse("192.0.2.10")] : [],
        AddressOfInterface = _ => IpAddress.Parse("192.0.2.10"),
    };

    public static Ruleset Read(string text, RulesetBackend backend = RulesetBackend.NfTables) =>
        IptablesSaveReader.Read(new SnapshotPart("save.txt", Encoding.UTF8.GetBytes(text)), IpFamily.IPv4, backend);

    /// <summary>The only rule of a dump that holds it in FORWARD of the filter table.</summary>
    public static Rule Rule(string rule) => Read($"*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD {rule}\nCOMMIT\n").Find(TableKind.Filter, "FORWARD")!.Rule(1);

    /// <summary>What all conditions of a rule say together.</summary>
    public static Truth Evaluate(string matches, EvaluationContext? context = null) =>
        Rule($"{matches} -j DROP").Matches.Aggregate(Truth.Yes, (all, match) => all.And(match.Evaluate(context ?? Context).Truth));

    /// <summary>All ways out of the base chain, such as <c>Accept 0x4000 0.5</c>; the mark is left out when it is 0, the share when it is 1.</summary>
    public static string[] Outcomes(string table, string rules, EvaluationContext? context = null)
    {
        EvaluationContext asked = context ?? Context;
        IReadOnlyList<TableOutcome> outcomes = TableEvaluator.Run(Read(rules), Enum.Parse<TableKind>(table, ignoreCase: true), asked);
        return [.. outcomes.Select(Text).Order()];
    }

    private static string Text(TableOutcome outcome)
    {
        string mark = outcome.Packet.Mark == 0 ? "" : $" 0x{outcome.Packet.Mark:x}";
        string share = outcome.Probability < 1 ? FormattableString.Invariant($" {outcome.Probability:0.####}") : "";
        string target = outcome.Packet.DestinationAddress == Packet.DestinationAddress ? "" : $" {outcome.Packet.Destination}:{outcome.Packet.DestinationPort}";
        return $"{outcome.Verdict}{mark}{target}{share}{string.Concat(Enumerable.Repeat("?", outcome.Assumptions.Count))}";
    }
}
