using NetPath.Core.Diagnosis;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>What is true of two healthy nodes, whatever is between them: first what really happens, then that NetPath says the same.</summary>
public abstract class HealthyNodesTests(TwoNodeLab lab)
{
    /// <summary>The journeys by name.</summary>
    public static TheoryData<string> Journeys => [.. Journey.All.Keys];

    /// <summary>The lab behaves as the cluster does that it stands for.</summary>
    [Theory, MemberData(nameof(Journeys))]
    public async Task A_connection_is_answered_as_the_cluster_would(string name)
    {
        lab.SkipUnlessUp();
        Journey journey = Journey.All[name];
        Answer answer = await lab.Observed(name);

        Assert.True(journey.Ending == answer.Symptom, answer.Text);
        if (journey.Servers.Length > 0)
        {
            Assert.Contains(answer.Server, journey.Servers);
            Assert.Equal(lab.SourceSeen(journey), answer.Source);
        }
    }

    /// <summary>The walk over both snapshots ends as the connection did: with whom, and with which source.</summary>
    [Theory, MemberData(nameof(Journeys))]
    public async Task NetPath_says_how_it_ends_where_and_what_the_server_sees(string name)
    {
        lab.SkipUnlessUp();
        Journey journey = Journey.All[name];
        PacketTrace trace = JourneyTrace.Of(lab.Healthy, journey);
        Answer answer = await lab.Observed(name);

        string message = $"{answer.Text}\n{JourneyTrace.Describe(trace)}";
        if (journey.Servers is ["outside"])
        {
            // A machine without a snapshot: what it does is not known.
            Assert.True((trace.Disposition, trace.Symptom) == (nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown)) && trace.Outcomes[0].SourceSeen == answer.Source, message);
            return;
        }

        Assert.True(trace.Outcomes.All(outcome => outcome.Symptom == answer.Symptom.ToString() && outcome.Assumptions.Length == 0), message);
        Assert.Equal(1, trace.Outcomes.Sum(outcome => outcome.Probability), 6);
        if (journey.Servers.Length > 0)
        {
            Assert.True(trace.Outcomes.Select(outcome => outcome.EndsAt).Order().SequenceEqual(journey.Servers.Order()), message);
            Assert.True(trace.Outcomes.All(outcome => outcome.SourceSeen == answer.Source), message);
            Assert.True(trace.Findings.All(finding => finding.Severity == nameof(FindingSeverity.Information)), message);
        }
    }

    /// <summary>Large answers come through whole: all interfaces have the MTU that they should.</summary>
    [Theory]
    [InlineData("10.96.0.81", 80)]
    [InlineData("fd00:10:96::81", 80)]
    [InlineData("172.18.0.3", 9100)]
    public void A_large_answer_comes_whole(string address, int port)
    {
        lab.SkipUnlessUp();
        Answer answer = lab.Ask("client1", address, port, bytes: 200000);
        Assert.True(answer.Symptom == Symptom.Connected, answer.Text);
    }

    /// <summary>Without the other node the walk says so, and guesses nothing.</summary>
    [Theory]
    [InlineData("10.96.0.81", "client1")]
    [InlineData("10.244.2.11", "client1")]
    [InlineData("fd00:10:96::81", "client1")]
    [InlineData("10.96.0.81", "node1")]
    public void With_one_snapshot_the_walk_says_where_the_packet_leaves_for(string address, string from)
    {
        lab.SkipUnlessUp();
        bool isService = address.Contains("96", StringComparison.Ordinal);
        PacketTrace trace = JourneyTrace.Of([lab.Healthy[0]], new Journey(from, address, isService ? 80 : 8080, Symptom.Unknown, [], ""));

        PathOutcome outcome = Assert.Single(trace.Outcomes);
        string next = address.Contains(':', StringComparison.Ordinal) ? "fc00:f853:ccd:e793::3" : "172.18.0.3";
        Assert.True((outcome.Disposition, outcome.Symptom) == (nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown)), JourneyTrace.Describe(trace));
        Assert.True(outcome.Reason.Contains($"leaves node1 by ", StringComparison.Ordinal) && outcome.Reason.Contains($"towards {next}", StringComparison.Ordinal), outcome.Reason);
        Assert.True(trace.Findings.All(finding => finding.Severity == nameof(FindingSeverity.Information)), JourneyTrace.Describe(trace));
    }

    /// <summary>Both nodes keep the entries that the walk foretells.</summary>
    [Theory]
    [InlineData("client1", "10.96.0.81", 80)]
    [InlineData("outside", "172.18.0.2", 30080)]
    public void The_conntrack_entries_of_both_nodes_are_those_of_the_walk(string from, string address, int port)
    {
        lab.SkipUnlessUp();
        Journey journey = new(from, address, port, Symptom.Connected, [], "");
        PathOutcome outcome = Assert.Single(JourneyTrace.Of(lab.Healthy, journey).Outcomes);
        Answer answer = lab.Ask(from, address, port);

        foreach (string node in new[] { "node1", "node2" })
        {
            ConntrackTuple foretold = Assert.Single(outcome.Conntrack, entry => entry.Place == node && entry.Original.StartsWith("tcp ", StringComparison.Ordinal));
            string entries = lab.Inside(node, "conntrack", "-L", "-p", "tcp").OrFail().Text;
            Assert.True(entries.Split('\n').Any(line => IsEntry(line, foretold)), $"{answer.Text}\n{foretold}\n{entries}");
        }
    }

    // "tcp 10.244.1.10:* -> 10.96.0.81:80" against "src=10.244.1.10 dst=10.96.0.81 sport=… dport=80 src=… dst=… sport=… dport=…".
    private static bool IsEntry(string line, ConntrackTuple foretold)
    {
        string[] fields = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(field => field.StartsWith("src=", StringComparison.Ordinal) || field.StartsWith("dst=", StringComparison.Ordinal) || field.Contains("port=", StringComparison.Ordinal)).Select(field => field.Split('=')[1])];
        return fields.Length == 8 && Is(foretold.Original, fields[..4]) && Is(foretold.Reply, fields[4..]);
    }

    private static bool Is(string tuple, string[] fields) => tuple.Split(' ') is [_, string source, "->", string destination]
        && Is(source, fields[0], fields[2]) && Is(destination, fields[1], fields[3]);

    private static bool Is(string end, string address, string port) => end == $"{address}:{port}" || end == $"{address}:*";

    /// <summary>Each snapshot holds what a collector on that node sees, and nothing of the other node.</summary>
    [Fact]
    public void A_snapshot_holds_one_node_and_its_own_pods()
    {
        lab.SkipUnlessUp();
        Assert.Equal(["node1", "node2"], lab.Healthy.Select(snapshot => snapshot.NodeName));
        Assert.Equal(["client-7d9c5b4f6-k2x8w", "node1", "web-6f8d9c7b5-m4t7z"], lab.Healthy[0].Namespaces.Select(space => space.Name).Order());
        Assert.Equal(["client-7d9c5b4f6-z5n3h", "node2", "web-6f8d9c7b5-q9r2v"], lab.Healthy[1].Namespaces.Select(space => space.Name).Order());
        Assert.All(lab.Healthy, snapshot => Assert.Empty(snapshot.Problems));
    }
}
