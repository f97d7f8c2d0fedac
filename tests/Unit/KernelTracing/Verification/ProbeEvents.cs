using NetPath.Core.KernelTracing;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;

namespace NetPath.Unit.KernelTracing.Verification;

/// <summary>
/// The events of a connection from the client's pod to the Service of <see cref="CalicoNode"/>, as its kernel would report them: SYN there, SYN and ACK back. Legacy
/// rules, whose events name numbers. Each test changes what it is about.
/// </summary>
public sealed class ProbeEvents
{
    private const string Asked = "10.244.0.3:40000 10.96.0.50:80";
    private const string Translated = "10.244.0.3:40000 10.244.0.2:8080";
    private const string Answer = "10.244.0.2:8080 10.244.0.3:40000";
    private const string Answered = "10.96.0.50:80 10.244.0.3:40000";

    public List<KernelTraceEvent> Client { get; } =
    [
        Point(TraceCheckpoint.Output, Asked, null, "eth0"), Point(TraceCheckpoint.PostroutingEnd, Asked, null, "eth0"),
        Point(TraceCheckpoint.Prerouting, Answered, "eth0", null), Point(TraceCheckpoint.Input, Answered, "eth0", null), Point(TraceCheckpoint.InputEnd, Answered, "eth0", null),
    ];

    public List<KernelTraceEvent> Node { get; } =
    [
        Point(TraceCheckpoint.Prerouting, Asked, "cali-client", null),
        Rule("nat:PREROUTING:rule:1", Asked), Rule("nat:KUBE-SERVICES:rule:1", Asked), Rule("nat:KUBE-SVC-AAAAAAAAAAAAAAAA:rule:2", Asked), Rule("nat:KUBE-SEP-AAAAAAAAAAAAAAA1:rule:2", Asked),
        Point(TraceCheckpoint.Forward, Translated, "cali-client", "cali-web"),
        Rule("filter:FORWARD:rule:1", Translated), Rule("filter:KUBE-FORWARD:return:4", Translated), Rule("filter:FORWARD:policy:2", Translated),
        Rule("nat:POSTROUTING:rule:1", Translated), Rule("nat:KUBE-POSTROUTING:rule:1", Translated), Rule("nat:POSTROUTING:policy:2", Translated),
        Point(TraceCheckpoint.PostroutingEnd, Translated, "cali-client", "cali-web"),
        Point(TraceCheckpoint.Prerouting, Answer, "cali-web", null), Point(TraceCheckpoint.Forward, Answer, "cali-web", "cali-client"),
        Rule("filter:FORWARD:rule:1", Answer), Rule("filter:KUBE-FORWARD:rule:3", Answer),
        Point(TraceCheckpoint.PostroutingEnd, Answered, "cali-web", "cali-client"),
    ];

    public List<KernelTraceEvent> Web { get; } =
    [
        Point(TraceCheckpoint.Prerouting, Translated, "eth0", null), Point(TraceCheckpoint.Input, Translated, "eth0", null), Point(TraceCheckpoint.InputEnd, Translated, "eth0", null),
        Point(TraceCheckpoint.Output, Answer, null, "eth0"), Point(TraceCheckpoint.PostroutingEnd, Answer, null, "eth0"),
    ];

    /// <summary>Rules beside kube-proxy's: tables of the dump.</summary>
    public string MoreRules { get; set; } = "";

    public Symptom Symptom { get; set; } = Symptom.Connected;

    public long Lost { get; set; }

    public List<ConntrackTuple> Conntrack { get; } = [new("node1", "tcp 10.244.0.3:40000 -> 10.96.0.50:80", "tcp 10.244.0.2:8080 -> 10.244.0.3:40000", true, false)];

    /// <summary>A TRACE event of legacy iptables.</summary>
    /// <param name="words">Table, chain, kind and number as in its prefix.</param>
    /// <param name="packet">Source and destination.</param>
    public static KernelTraceEvent Rule(string words, string packet) => new()
    {
        Backend = RulesetBackend.Legacy,
        Step = words.Split(':')[2] switch { "rule" => KernelTraceStep.Rule, "return" => KernelTraceStep.Return, _ => KernelTraceStep.Policy },
        Family = "ip",
        Table = words.Split(':')[0],
        Chain = words.Split(':')[1],
        RuleNumber = int.Parse(words.Split(':')[3]),
        Packet = Packet(packet),
        Text = $"TRACE: {words}",
    };

    /// <summary>An event of the trace table itself.</summary>
    public static KernelTraceEvent Point(string chain, string packet, string? into, string? from) => new()
    {
        Backend = RulesetBackend.NfTables,
        Step = KernelTraceStep.Policy,
        Family = "ip",
        Table = "netpath_trace_1_1_1",
        Chain = chain,
        Verdict = "accept",
        InInterface = into,
        OutInterface = from,
        Packet = Packet(packet),
        Text = $"trace {chain}",
    };

    /// <summary>What is said of the trace.</summary>
    public PacketTrace Verify()
    {
        NodeSnapshot snapshot = CalicoNode.Healthy().Without(CalicoNode.Rules).With("host/netfilter/iptables-legacy-save.txt", MoreRules + CalicoNode.KubeProxy).Build();
        TraceRequest request = new() { From = "client", Destination = IpAddress.Parse("10.96.0.50"), Port = 80, SourcePort = 40000 };
        HashSet<Core.Netfilter.Rule> unsure = [];
        PacketTrace trace = ServiceTracer.For(snapshot).Trace(request, new WalkObserver(null, rule => unsure.Add(rule)), CancellationToken.None);
        return TraceVerification.Apply(trace, [snapshot], new Observation
        {
            Probe = new ProbeResult { From = "client", Kind = "TCP connection", Packet = trace.Packet, Symptom = Symptom.ToString(), Answer = Symptom.ToString(), DurationMilliseconds = 1 },
            Events = new Dictionary<string, IReadOnlyList<KernelTraceEvent>> { ["client"] = Client, ["node1"] = Node, ["web"] = Web },
            Conntrack = Conntrack,
            LostEvents = Lost,
            Unsure = unsure,
        });
    }

    private static Packet Packet(string words)
    {
        string[] ends = words.Split([' ', ':']);
        TcpFlags flags = ends[1] == "40000" ? TcpFlags.Syn : TcpFlags.Syn | TcpFlags.Ack;
        return new Packet(Protocol.Tcp, IpAddress.Parse(ends[0]), IpAddress.Parse(ends[2]), int.Parse(ends[1]), int.Parse(ends[3]), flags);
    }
}
