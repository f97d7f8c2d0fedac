using NetPath.Core.Snapshots;
using NetPath.Core.Snapshots.Comparison;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Snapshots.Comparison;

/// <summary>Another node of the same cluster: what it has of its own is no difference.</summary>
public sealed class TwoNodesTests
{
    [Fact]
    public void WhatANodeHasOfItsOwnIsLeftOut()
    {
        SnapshotDifference[] differences = Compare(Other());

        Assert.Empty(differences);
    }

    [Fact]
    public void WhatBothShouldHaveIsCompared()
    {
        SnapshotDifference[] differences = Compare(Other()
            .Change(CalicoNode.Rules, "--to-destination 10.244.0.2:8080", "--to-destination 10.244.0.9:8080")
            .Change(CalicoNode.Sysctl, "net/ipv4/conf/all/rp_filter = 0", "net/ipv4/conf/all/rp_filter = 1"));

        Assert.Equal(
            [
                "Changed Sysctl net/ipv4/conf/all/rp_filter",
                "Changed Rule nat KUBE-SEP-AAAAAAAAAAAAAAA1",
                "Removed Endpoint default/web/TCP -> 10.244.0.2:8080",
                "Added Endpoint default/web/TCP -> 10.244.0.9:8080",
            ],
            differences.Select(difference => $"{difference.Change} {difference.Kind} {difference.Name}"));
    }

    [Fact]
    public void ItIsSaidWhatIsLeftOut()
    {
        SnapshotComparison comparison = new(CalicoNode.Healthy().Build(), Other().Build(), Enum.GetValues<DifferenceKind>().ToHashSet());

        Assert.StartsWith("node1 and node2 are two nodes. Left out is what each has of its own:", comparison.LeftOut, StringComparison.Ordinal);
    }

    private static SnapshotDifference[] Compare(NodeBuilder other) =>
    [
        .. new SnapshotComparison(CalicoNode.Healthy().Build(), other.Build(), Enum.GetValues<DifferenceKind>().Where(kind => kind != DifferenceKind.Outcome).ToHashSet())
            .Run(TestContext.Current.CancellationToken)
            .Where(difference => difference.Change != "NotCompared"),
    ];

    // Its own address, hardware address and default gateway's neighbour; no pod of the Service, but another behind an interface of another name, with rules that name it.
    private static NodeBuilder Other() => CalicoNode.Healthy()
        .Renamed(("node1", "node2"))
        .Change("host/links/address.json", "192.0.2.10", "192.0.2.11")
        .Change(CalicoNode.Routes, "192.0.2.10", "192.0.2.11")
        .Change(CalicoNode.Routes, "{\"dst\":\"10.244.0.2\",\"dev\":\"cali-web\",\"scope\":\"link\",\"flags\":[]},", "{\"dst\":\"10.244.1.2\",\"dev\":\"cali-else\",\"scope\":\"link\",\"flags\":[]},")
        .Change(CalicoNode.Links, "02:00:00:00:00:02", "02:00:00:00:00:03")
        .Change(CalicoNode.Links, "\"ifname\":\"cali-web\"", "\"ifname\":\"cali-else\"")
        .Change(CalicoNode.Sysctl, "conf/cali-web/", "conf/cali-else/")
        .Change(CalicoNode.Rules, "-A KUBE-FORWARD -m conntrack --ctstate INVALID", "-A KUBE-FORWARD -i cali-else -j ACCEPT\n-A KUBE-FORWARD -m conntrack --ctstate INVALID")
        .Change(CalicoNode.Neighbours, "02:00:00:00:00:01", "02:00:00:00:00:0f");
}
