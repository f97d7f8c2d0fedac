using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab.Conntrack;

/// <summary>The rules change under a flow: the kernel sends it on where its entry says and a new one where the rules say, and so does NetPath.</summary>
public sealed class ExistingEntryAgainstKernelTests
{
    private const string Address = "10.109.60.200";
    private const int Port = 99;
    private const int Server = 8099;

    private readonly LabNode _lab;

    public ExistingEntryAgainstKernelTests(LabNode lab) => _lab = lab;

    [Theory]
    [InlineData("tcp", Protocol.Tcp, 40123)]
    [InlineData("udp", Protocol.Udp, 40124)]
    public void An_old_flow_goes_to_the_old_endpoint_and_a_new_one_to_the_new(string protocol, Protocol kind, int port)
    {
        _lab.SkipUnlessUp();
        using Conversation first = Conversation.Server("numbers", Server);
        using Conversation second = Conversation.Server("backend", Server);
        Translate(protocol, "-A", "10.244.120.67");
        try
        {
            using Conversation old = Conversation.Client("client", protocol, Address, Port, port);
            Assert.Equal("numbers", old.Ask());
            Translate(protocol, "-D", "10.244.120.67");
            Translate(protocol, "-A", "10.244.120.69");

            PacketTrace trace = Trace(kind, port);
            using Conversation other = Conversation.Client("client", protocol, Address, Port, port + 100);

            Assert.Equal(nameof(EntryEffect.Differs), trace.EntryEffect);
            Assert.True($"10.244.120.67:{Server}" == Assert.Single(trace.EntryOutcomes).Endpoint, LabTrace.Describe(trace));
            Assert.True(trace.Passed, LabTrace.Describe(trace));
            Assert.Equal($"10.244.120.69:{Server}", Assert.Single(trace.Outcomes).Endpoint);
            Assert.Equal($"An existing entry sends this flow to 10.244.120.67:{Server}; a new connection goes to 10.244.120.69:{Server}.", EntryText.Of(trace));
            Assert.Equal("numbers", old.Ask());
            Assert.Equal("backend", other.Ask());
            Assert.Equal(nameof(EntryEffect.NoEntry), Trace(kind, port + 200).EntryEffect);
        }
        finally
        {
            Translate(protocol, "-D", "10.244.120.67", optional: true);
            Translate(protocol, "-D", "10.244.120.69", optional: true);
        }
    }

    [Fact]
    public void A_connection_that_is_over_is_opened_anew_by_the_rules()
    {
        _lab.SkipUnlessUp();
        const int SourcePort = 40125;
        using Conversation first = Conversation.Server("numbers", Server);
        using Conversation second = Conversation.Server("backend", Server);
        Translate("tcp", "-A", "10.244.120.67");
        try
        {
            using (Conversation old = Conversation.Client("client", "tcp", Address, Port, SourcePort))
            {
                Assert.Equal("numbers", old.Ask());
            }

            Translate("tcp", "-D", "10.244.120.67");
            Translate("tcp", "-A", "10.244.120.69");
            Assert.Contains("TIME_WAIT", LabNode.Inside("node", "conntrack", "-L", "-p", "tcp", "--orig-port-src", $"{SourcePort}").OrFail().Text, StringComparison.Ordinal);

            PacketTrace trace = Trace(Protocol.Tcp, SourcePort);
            // The client's own kernel keeps the port back for a minute unless it forgets.
            LabNode.Inside("client", "sh", "-c", "sysctl -qw net.ipv4.tcp_tw_reuse=1; sleep 1.2");
            using Conversation again = Conversation.Client("client", "tcp", Address, Port, SourcePort);

            Assert.Equal(nameof(EntryEffect.Over), trace.EntryEffect);
            Assert.Equal($"10.244.120.69:{Server}", Assert.Single(trace.Outcomes).Endpoint);
            Assert.Equal("backend", again.Ask());
        }
        finally
        {
            Translate("tcp", "-D", "10.244.120.67", optional: true);
            Translate("tcp", "-D", "10.244.120.69", optional: true);
        }
    }

    private static void Translate(string protocol, string action, string endpoint, bool optional = false)
    {
        Shell done = LabNode.Inside("node", "iptables-nft", "-t", "nat", action, "PREROUTING", "-d", Address, "-p", protocol, "--dport", $"{Port}", "-j", "DNAT", "--to-destination", $"{endpoint}:{Server}");
        _ = optional ? done : done.OrFail();
    }

    private static PacketTrace Trace(Protocol protocol, int sourcePort)
    {
        NodeSnapshot snapshot = Collector.Collect(
            Repository.Collector,
            new CollectorOptions { NetworkNamespace = LabNode.Space("node"), IncludeConntrackEntries = true },
            null,
            TestContext.Current.CancellationToken);
        return ServiceTracer.For(snapshot).Trace(
            new TraceRequest { Destination = IpAddress.Parse(Address), Port = Port, Protocol = protocol, SourcePort = sourcePort, From = LabNode.Space("client") },
            TestContext.Current.CancellationToken);
    }
}
