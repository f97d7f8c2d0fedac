using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

public sealed class NodeSnapshotTests
{
    private static readonly NodeSnapshot Node = new TestSnapshot()
        .WithPod(4026532281, netnsId: 3, name: "np-numbers", hostname: "numbers-api-7c9d", podUid: "3f0c")
        .WithPod(4026532350, netnsId: 4, name: null, hostname: "numbers-web-1")
        .WithPod(4026532351, netnsId: 5, name: null, hostname: "numbers-web-1")
        .WithPod(4026532400, netnsId: null, name: "by-hand", hostname: "node1")
        .WithPod(4026532500)
        .WithPod(4026532600, hostname: "node1")
        .Read();

    [Fact]
    public void A_namespace_is_called_what_people_call_it() => Assert.Equal(
        ["node1 (host)", "numbers-api-7c9d", "numbers-web-1-4026532350", "numbers-web-1-4026532351", "by-hand", "4026532500", "node1-4026532600"],
        Node.Namespaces.Select(space => space.ToString()));

    [Theory]
    [InlineData("host", "host")]
    [InlineData("node1", "host")]
    [InlineData("pods/4026532281", "pods/4026532281")]
    [InlineData("numbers-api-7c9d", "pods/4026532281")]
    [InlineData("np-numbers", "pods/4026532281")]
    [InlineData("3f0c", "pods/4026532281")]
    [InlineData("4026532281", "pods/4026532281")]
    [InlineData("numbers-api", "pods/4026532281")]
    [InlineData("by-hand", "pods/4026532400")]
    [InlineData("numbers-web-1", null)]
    [InlineData("numbers", null)]
    [InlineData("nobody", null)]
    public void A_namespace_is_found_by_any_of_its_names_or_a_beginning_that_is_its_alone(string name, string? path) =>
        Assert.Equal(path, Node.FindNamespace(name)?.Path);

    [Fact]
    public void Pods_of_one_name_are_all_found() =>
        Assert.Equal(["pods/4026532350", "pods/4026532351"], Node.FindNamespaces("numbers-web-1").Select(space => space.Path));

    [Fact]
    public void A_namespace_is_found_by_inode_and_by_the_id_that_the_host_has_for_it()
    {
        Assert.Equal("pods/4026532281", Node.FindNamespace(4026532281)?.Path);
        Assert.Equal("pods/4026532281", Node.FindNamespaceByNetnsId(3)?.Path);
        Assert.Null(Node.FindNamespace(1));
        Assert.Null(Node.FindNamespaceByNetnsId(99));
    }

    [Fact]
    public void Lists_that_a_user_sees_are_of_types_that_PowerShell_can_index() => Assert.All(
        [Node.Namespaces, Node.Pods, Node.Problems, Node.Sections, Node.Commands],
        (object list) => Assert.True(list.GetType().IsPublic || list.GetType().IsArray, list.GetType().Name));

    [Fact]
    public void A_part_that_is_not_there_says_why()
    {
        NodeSnapshot snapshot = new TestSnapshot { Changes = { ["sections"] = new[] { "routing", "links", "netfilter", "pods" } } }
            .WithPod(7)
            .Listed("host/routing/route4.json", 127)
            .With("host/netfilter/iptables-nft-save.txt", "*nat", exitCode: 4, stderr: "Out of\nmemory.\n")
            .Listed("host/netfilter/iptables-legacy-save.txt", null, skipped: "no legacy tables in this namespace")
            .Read();
        Dictionary<string, string> reasons = new()
        {
            ["routing/route4.json"] = "the command 'print route4.json' is not there",
            ["netfilter/iptables-nft-save.txt"] = "'print iptables-nft-save.txt' ended with exit code 4: Out of; memory",
            ["netfilter/iptables-legacy-save.txt"] = "no legacy tables in this namespace",
            ["links/link.json"] = "the collector has no record of it",
            ["sysctl.txt"] = "the section 'sysctl' was not collected (only routing, links, netfilter, pods)",
            ["dns/resolv.conf"] = "the section 'dns' was not collected (only routing, links, netfilter, pods)",
        };

        Assert.All(reasons, reason =>
        {
            Assert.Equal(reason.Value, Assert.Throws<SectionNotCollectedException>(() => snapshot.Host.Part(reason.Key)).Reason);
            Assert.False(snapshot.Host.TryPart(reason.Key, out _));
        });
        Assert.Equal("pods/7/sysctl.txt", Assert.Throws<SectionNotCollectedException>(() => snapshot.Pods[0].Sysctl).Path);
    }

    [Fact]
    public void One_failure_in_many_pods_is_one_problem_and_what_was_skipped_on_purpose_is_none()
    {
        NodeSnapshot snapshot = new TestSnapshot()
            .WithPod(7)
            .WithPod(8)
            .Listed("host/netfilter/ipset-save.txt", 127)
            .Listed("pods/7/netfilter/ipset-save.txt", 127)
            .Listed("pods/8/netfilter/ipset-save.txt", 127)
            .Listed("pods/8/sysctl.txt", 1)
            .Listed("host/netfilter/iptables-legacy-save.txt", null, skipped: "no legacy tables in this namespace")
            .Listed("pods", 1, "the network namespaces of 3 processes cannot be read")
            .Read();

        Assert.Equal(
            [
                "netfilter/ipset-save.txt was not collected in the host and all 2 pods: the command 'print ipset-save.txt' is not there.",
                "sysctl.txt was not collected in pods/8: 'print sysctl.txt' ended with exit code 1.",
                "pods: 'print pods' ended with exit code 1: the network namespaces of 3 processes cannot be read.",
            ],
            snapshot.Problems);
        Assert.False(snapshot.IsDamaged);
    }

    [Fact]
    public void A_section_is_parsed_once_also_when_many_ask_at_once()
    {
        NetworkNamespace host = new TestSnapshot().With("host/sysctl.txt", "net/ipv4/ip_forward = 1\n").Read().Host;
        SysctlTable[] tables = new SysctlTable[50];

        Parallel.For(0, tables.Length, index => tables[index] = host.Sysctl);

        Assert.All(tables, table => Assert.Same(tables[0], table));
    }

    [Fact]
    public void Parts_of_a_folder_come_in_order_and_without_those_that_failed()
    {
        NetworkNamespace host = new TestSnapshot()
            .With("host/netfilter/xt_recent/B", "b")
            .With("host/netfilter/xt_recent/A", "a")
            .With("host/netfilter/xt_recent/C", "c", exitCode: 1)
            .Read()
            .Host;

        Assert.Equal(["host/netfilter/xt_recent/A", "host/netfilter/xt_recent/B"], host.Parts("netfilter/xt_recent").Select(part => part.Path));
    }

    [Fact]
    public void A_name_from_the_node_cannot_steer_the_terminal()
    {
        NodeSnapshot snapshot = new TestSnapshot { Changes = { ["node"] = "a\u001b[2Jb" } }.WithPod(7, hostname: "p\u202eq").Read();

        Assert.Equal("a\uFFFD[2Jb", snapshot.NodeName);
        Assert.Equal("p\uFFFDq", snapshot.Pods[0].Name);
    }
}
