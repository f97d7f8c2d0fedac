using System.Text;
using System.Text.RegularExpressions;
using NetPath.Core.KernelTracing;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using System.Net.Sockets;

namespace NetPath.Lab.Oracle;

/// <summary>One topology with its rules: sends probes, and asks the evaluator about them.</summary>
internal sealed partial class Session : IDisposable
{
    private const string TraceTable = "np_oracle";

    // Sets the trace bit for probes and their answers, but not for what the kernels say beyond that.
    private const string TraceRules = $$"""
        flush ruleset
        table inet {{TraceTable}} {
          chain probes {
            tcp flags & (syn|ack|rst) == { syn, syn|ack, rst|ack } meta nftrace set 1
            meta l4proto udp udp length 16 meta nftrace set 1
            icmp type echo-request meta nftrace set 1
            icmpv6 type echo-request meta nftrace set 1
          }
          chain in { type filter hook prerouting priority -450; jump probes; }
          chain out { type filter hook output priority -450; jump probes; }
        }

        """;

    private readonly OracleNetwork _network;
    private readonly Wires _wires;
    private readonly SnapshotTexts _texts;
    private IpFamily _family;
    private RuleNumbers _numbers = new("{\"nftables\":[]}");
    private NodeSnapshot? _snapshot;
    private bool _legacyUsed;

    public Session(Layout layout)
    {
        _network = new OracleNetwork(layout);
        try
        {
            OracleNetwork.Run(_network.Router, Sets.Restore(IpFamily.IPv4) + Sets.Restore(IpFamily.IPv6), "ipset", "restore").OrFail();
            _wires = new Wires(_network);
            // After the sockets are there: they are part of what the evaluator knows.
            _texts = SnapshotTexts.Collect(_network);
        }
        catch
        {
            _wires?.Dispose();
            _network.Dispose();
            throw;
        }
    }

    /// <summary>The rules that are loaded.</summary>
    public Loaded Rules { get; private set; } = new(GeneratedRuleset.Empty, GeneratedRuleset.Empty);

    /// <summary>The network's plan.</summary>
    public Layout Layout => _network.Layout;

    /// <summary>The source that the router selects.</summary>
    public IpAddress? SourceTowards(IpAddress destination) => _wires.SourceTowards(destination);

    /// <summary>Loads rules into the router's kernel.</summary>
    /// <returns>What the tools complained of; null when all rules are in.</returns>
    public string? Load(Loaded rules, IpFamily family)
    {
        string version = family == IpFamily.IPv4 ? "ip" : "ip6";
        Clear();
        Rules = rules;
        _family = family;
        string? complaint = Restore($"{version}tables-nft-restore", rules.Nft) ?? Restore($"{version}tables-legacy-restore", rules.Legacy);
        _legacyUsed |= rules.Legacy.Rules.Count > 0;
        if (complaint is not null)
        {
            return complaint;
        }

        _numbers = new RuleNumbers(OracleNetwork.Run(_network.Router, "", "nft", "-j", "-a", "list", "ruleset").OrFail().Text);
        foreach (string file in new[] { "iptables-nft", "ip6tables-nft", "iptables-legacy", "ip6tables-legacy" })
        {
            bool wanted = file.StartsWith($"{version}tables", StringComparison.Ordinal) && (file.EndsWith("nft", StringComparison.Ordinal) || _legacyUsed);
            _texts.Set($"host/netfilter/{file}-save.txt", wanted ? OracleNetwork.Run(_network.Router, "", $"{file}-save", "-c").OrFail().Output : []);
        }

        _snapshot = null;
        return null;
    }

    /// <summary>Asks the evaluator about a packet, through NetPath's public interface.</summary>
    /// <param name="probe">The packet.</param>
    /// <param name="answers">Takes the answer of each rule that was asked: its id, and Yes, No or Unknown.</param>
    public IReadOnlyList<Prediction> Predict(Probe probe, ICollection<(string Id, string Answer)> answers)
    {
        NodeSnapshot snapshot = Current();
        TraceRequest request = new()
        {
            From = probe.Sender is null && probe.Source == SourceTowards(probe.Destination) ? "node" : probe.Source.ToString(),
            Destination = probe.Destination,
            Protocol = probe.Protocol,
            SourcePort = probe.Port is null ? null : probe.SourcePort,
            Port = probe.Port,
        };
        PacketTrace trace = ServiceTracer.For(snapshot).Trace(
            request,
            line =>
            {
                if (AskedRule().Match(line) is { Success: true } match)
                {
                    answers.Add((match.Groups["id"].Value, match.Groups["answer"].Value));
                }
            },
            CancellationToken.None);
        Dictionary<string, string> leaves = snapshot.Pods.ToDictionary(pod => pod.Name, pod => _network.ShortName(pod.NetnsName ?? ""));
        return [.. trace.Outcomes.Select(outcome => Prediction.Of(outcome, Rules, snapshot.Host.Name, name => leaves.GetValueOrDefault(name, name)))];
    }

    /// <summary>Sends a packet, answers it where it arrives, and reads what the kernel says.</summary>
    public Observation Observe(Probe probe)
    {
        _wires.ForgetConnections();
        _wires.Seen();
        _wires.Answer();
        _wires.Trace.Drain();
        SocketError error = _wires.Send(probe.Sender is null ? _network.Router : _network.NameOf(probe.Sender), probe.Destination, PacketBytes.Of(probe));
        List<KernelTraceEvent> events = [.. Probes(_wires.Trace.Drain())];
        int reply = events.FindIndex(happened => happened.Packet?.Flags.HasFlag(TcpFlags.Ack) == true);
        // nftables reports a rule that sends a reset after the reset's own way: events of a packet that began earlier belong to the way there.
        HashSet<uint?> earlier = [.. events.Take(Math.Max(reply, 0)).Select(happened => happened.PacketId).Where(id => id is not null)];
        List<KernelTraceEvent> there = [.. events.Where((happened, i) => reply < 0 || i < reply || earlier.Contains(happened.PacketId))];
        List<KernelTraceEvent> back = [.. events.Where((happened, i) => reply >= 0 && i >= reply && !earlier.Contains(happened.PacketId))];
        if (probe.Protocol == Protocol.Udp)
        {
            _wires.Answer();
            back = [.. Probes(_wires.Trace.Drain())];
        }

        string[] connections = _wires.Connections();
        List<SeenPacket> seen = _wires.Seen();
        SeenPacket? arrived = seen.Find(packet => packet.Number == probe.Number && packet.Protocol == probe.Protocol && !packet.IsAnswer && (packet.Protocol != Protocol.Tcp || packet.TcpFlags == TcpFlags.Syn));
        return new Observation(
            Hits(there),
            Hits(back),
            arrived?.Space,
            arrived?.Tuple,
            probe.Sender is null ? null : Answer(probe, seen.Where(packet => packet.Space == probe.Sender)),
            error,
            connections,
            [.. there.Concat(back).Select(happened => happened.Text)]);
    }

    /// <summary>The snapshot's parts, for a reproduction.</summary>
    public NodeSnapshot Current()
    {
        if (_snapshot is null || Rules.HasMemory)
        {
            if (Rules.HasMemory)
            {
                bool changed = _texts.SetFolder("host/netfilter/xt_recent/", _wires.RecentLists());
                changed |= _texts.Set("host/netfilter/ipset-save.txt", OracleNetwork.Run(_network.Router, "", "ipset", "save").OrFail().Output);
                _snapshot = changed ? null : _snapshot;
            }

            _snapshot ??= _texts.Build();
        }

        return _snapshot;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wires.Dispose();
        _network.Dispose();
    }

    private void Clear()
    {
        OracleNetwork.Run(_network.Router, TraceRules, "nft", "-f", "-").OrFail();
        if (Rules.Legacy.Rules.Count > 0)
        {
            OracleNetwork.Run(_network.Router, GeneratedRuleset.Empty.ToText(allTables: true), _family == IpFamily.IPv4 ? "iptables-legacy-restore" : "ip6tables-legacy-restore").OrFail();
        }
    }

    private string? Restore(string tool, GeneratedRuleset rules)
    {
        if (rules.Rules.Count == 0)
        {
            return null;
        }

        string text = rules.ToText(allTables: true);
        Shell restored = OracleNetwork.Run(_network.Router, text, tool);
        string[] lines = text.Split('\n');
        string Named(Match match) => int.TryParse(match.Groups[1].Value, out int number) && number <= lines.Length ? lines[number - 1] : "";
        return restored.ExitCode == 0 ? null : $"{tool}: {restored.Error.Trim()} {string.Join("; ", LineNumber().Matches(restored.Error).Select(Named))}";
    }

    private static IEnumerable<KernelTraceEvent> Probes(IEnumerable<KernelTraceEvent> events) => events.Where(happened => happened.Table != TraceTable);

    private List<string> Hits(IEnumerable<KernelTraceEvent> events)
    {
        List<string> hits = [];
        foreach (KernelTraceEvent happened in events)
        {
            GeneratedRuleset rules = Rules.Of(happened.Backend);
            if (_numbers.Of(happened, _family, (table, chain) => rules.Rules.Count(rule => rule.Table == table && rule.Chain == chain)) is int number)
            {
                hits.Add(Rules.Id(happened.Backend, happened.Table, happened.Chain, number));
            }
        }

        return hits;
    }

    private static string? Answer(Probe probe, IEnumerable<SeenPacket> seen)
    {
        foreach (SeenPacket packet in seen)
        {
            if (packet.Inner is SeenPacket inner && inner.Tuple == probe.Tuple)
            {
                return $"icmp {packet.IcmpType >> 8}/{packet.IcmpType & 255}";
            }

            bool answers = packet.Tuple == probe.ReplyTuple && (packet.Protocol == Protocol.Tcp ? packet.Acknowledged == probe.Number : packet.IsAnswer && packet.Number == probe.Number);
            if (answers)
            {
                return packet.TcpFlags.HasFlag(TcpFlags.Rst) ? "reset" : "answer";
            }
        }

        return null;
    }

    [GeneratedRegex(@"line (\d+)")]
    private static partial Regex LineNumber();

    [GeneratedRegex(@"rule \d+: (?<answer>Yes|No|Unknown).*--comment ""?(?<id>[nl]\d+)")]
    private static partial Regex AskedRule();
}
