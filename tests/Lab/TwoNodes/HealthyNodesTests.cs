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
