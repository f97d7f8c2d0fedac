using System.Net.Sockets;
using System.Text.RegularExpressions;
using NetPath.Core.KernelTracing;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Lab.Oracle;

/// <summary>One topology with its rules: sends probes, and asks the evaluator about them.</summary>
internal sealed partial class Session : IDisposable
{
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
        KernelRules.Clear(_network.Router, Rules, _family);
        Rules = rules;
        _family = family;
        string? complaint = KernelRules.Load(_network.Router, rules, version);
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
        void Note(string line)
        {
            if (AskedRule().Match(line) is { Success: true } match)
            {
                answers.Add((match.Groups["id"].Value, match.Groups["answer"].Value));
            }
        }

        // A trace shows ways that chance splits and that end alike as one; the kernel takes one of them.
        ServiceTracer tracer = ServiceTracer.For(snapshot);
        IReadOnlyList<PathOutcome> outcomes = Rules.Rules.Any(rule => rule.IsChance) ? tracer.Ways(request, Note) : tracer.Trace(request, Note, CancellationToken.None).Outcomes;
        Dictionary<string, string> leaves = snapshot.Pods.ToDictionary(pod => pod.Name, pod => _network.ShortName(pod.NetnsName ?? ""));
        return [.. outcomes.Select(outcome => Prediction.Of(outcome, Rules, snapshot.Host.Name, name => leaves.GetValueOrDefault(name, name)))];
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

    private static IEnumerable<KernelTraceEvent> Probes(IEnumerable<KernelTraceEvent> events) => events.Where(happened => happened.Table != KernelRules.TraceTable);

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

    [GeneratedRegex(@"rule \d+: (?<answer>Yes|No|Unknown).*--comment ""?(?<id>[nl]\d+)")]
    private static partial Regex AskedRule();
}
