using NetPath.Core.Diagnosis;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>NP4003: the two ends of a pair are seen at two instants, between which the pod's interface was made anew.</summary>
public sealed class ChangedMeanwhileTests
{
    // What a network plugin does when a pod's sandbox is replaced: the pair is another one. Its last step, the route on the node, is still to come.
    private const string Remake = """
        ip link del cali693e13cd073
        ip link add cali693e13cd073 index 4017 address ee:ee:ee:ee:ee:ee type veth peer name eth0 index 4011 netns {numbers}
        ip link set cali693e13cd073 up
        ip -n {numbers} address add 10.244.120.67/32 dev eth0
        ip -n {numbers} link set eth0 up
        ip -n {numbers} route add 169.254.1.1 dev eth0 scope link
        ip -n {numbers} route add default via 169.254.1.1 dev eth0
        """;

    private readonly LabNode _lab;

    public ChangedMeanwhileTests(LabNode lab) => _lab = lab;

    [Fact]
    public void NP4003_a_pod_whose_interface_is_made_anew_while_the_node_is_read()
    {
        _lab.SkipUnlessUp();
        DirectoryInfo tools = Directory.CreateTempSubdirectory("netpath-lab-");
        try
        {
            NodeSnapshot snapshot = Collect(tools.FullName);
            PacketTrace trace = ServiceTracer.For(snapshot).Trace(
                new TraceRequest { Destination = IpAddress.Parse("10.109.60.134"), Port = 80, From = LabNode.Space("client") },
                TestContext.Current.CancellationToken);
            (Symptom seen, string text) = LabConnection.Reference.Try(patience: 3);

            string message = $"{text}\n{string.Join('\n', trace.Findings.AsEnumerable())}\n{LabTrace.Describe(trace)}";
            Assert.True(seen == Symptom.TimedOut, message);
            Finding finding = Assert.Single(NodeFindings.Of(snapshot).Of("NP4003"));
            Assert.Contains("numbers-api", finding.Message, StringComparison.Ordinal);
            Assert.NotEmpty(finding.Evidence);
            Assert.True(!trace.Passed && trace.Cause?.Code == "NP4003", message);
            Assert.DoesNotContain("NP4003", NodeFindings.Of(LabTrace.Snapshot()).All.Select(one => one.Code));
        }
        finally
        {
            tools.Delete(recursive: true);
            LabNode.Rebuild();
        }
    }

    // A tool of the node's that waits for its turn: before the pod's interfaces are listed, the pod gets another one.
    private static NodeSnapshot Collect(string tools)
    {
        string pod = LabNode.Space("numbers");
        File.WriteAllText(Path.Combine(tools, "remake"), Remake.Replace("{numbers}", pod, StringComparison.Ordinal));
        string path = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        File.WriteAllText(Path.Combine(tools, "ip"), $"""
            #!/bin/sh
            PATH={Environment.GetEnvironmentVariable("PATH")}
            case "$*" in *link*)
                if [ "$(stat -Lc %i /proc/self/ns/net)" = "$(stat -Lc %i /run/netns/{pod})" ] && mkdir {tools}/done 2>/dev/null; then
                    nsenter --net=/run/netns/{LabNode.Space("node")} sh -e {tools}/remake >&2
                fi
            esac
            exec ip "$@"

            """);
        Shell.Run("chmod", "+x", Path.Combine(tools, "ip")).OrFail();
        Shell collected = Shell.Run(["sh", Repository.Collector, "--raw", "--netns", LabNode.Space("node")], new Dictionary<string, string> { ["PATH"] = path }, null).OrFail();
        using MemoryStream archive = new(collected.Output);
        return SnapshotArchive.Read(archive, "changed.tar");
    }
}
