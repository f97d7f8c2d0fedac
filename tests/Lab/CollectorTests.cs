using System.Text.Json;
using Xunit;

namespace NetPath.Lab;

/// <summary>What the collector takes from the reference node.</summary>
public sealed class CollectorTests
{
    private static readonly string[] AlwaysThere =
    [
        "conntrack/stat.txt", "dns/hosts", "dns/resolv.conf", "links/address.json", "links/fdb.json", "links/link.json", "links/netns.json",
        "netfilter/ip6tables-nft-save.txt", "netfilter/ipset-save.txt", "netfilter/iptables-nft-save.txt", "netfilter/nft-ruleset.json",
        "routing/neighbour.json", "routing/nexthop.json", "routing/route4.json", "routing/route6.json", "routing/rule4.json", "routing/rule6.json",
        "sockets/netstat.txt", "sockets/ss.txt", "sockets/tcp.txt", "sockets/tcp6.txt", "sockets/udp.txt", "sockets/udp6.txt", "sysctl.txt",
    ];

    private readonly LabNode _lab;

    public CollectorTests(LabNode lab) => _lab = lab;

    public static TheoryData<string> Shells => ["dash", "busybox sh"];

    [Theory, MemberData(nameof(Shells))]
    public void The_archive_holds_every_file_for_the_host_and_for_each_pod(string shell)
    {
        _lab.SkipUnlessUp();
        Archive archive = Collect(shell);
        string[] folders = [.. archive.Manifest.GetProperty("namespaces").EnumerateArray().Select(space => space.GetProperty("path").GetString()!)];
        string[] expected = [.. folders.SelectMany(folder => AlwaysThere.Select(file => $"{folder}/{file}")).Order(StringComparer.Ordinal)];
        Assert.Equal(6, folders.Length);
        Assert.Equal(expected, archive.Paths.Where(path => !path.Contains("/xt_recent/", StringComparison.Ordinal) && !path.Contains("/xfrm-", StringComparison.Ordinal)));
        // IPsec's policies are the node's, and are there where the kernel has IPsec.
        string[] ipsec = ["host/routing/xfrm-policy.txt", "host/routing/xfrm-state.txt"];
        bool hasIpsec = File.ReadLines("/proc/net/netlink").Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "6", ..]);
        Assert.Equal(hasIpsec ? ipsec : [], archive.Paths.Where(path => path.Contains("/xfrm-", StringComparison.Ordinal)));
        Assert.Equal(["0:0"], archive.Owners);
    }

    [Theory, MemberData(nameof(Shells))]
    public void The_manifest_records_each_file_with_its_command_and_result(string shell)
    {
        _lab.SkipUnlessUp();
        Archive archive = Collect(shell);
        JsonElement manifest = archive.Manifest;
        Assert.Equal("netpath-snapshot/1", manifest.GetProperty("format").GetString());
        Assert.Equal("minikube", manifest.GetProperty("node").GetString());
        Assert.Equal(8, manifest.GetProperty("sections").GetArrayLength());
        Assert.True(manifest.GetProperty("captured").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-10));
        Assert.Equal(archive.Paths, archive.Records.Where(record => record.Value.GetProperty("exitCode").ValueKind == JsonValueKind.Number).Select(record => record.Key).Order(StringComparer.Ordinal));
        Assert.All(archive.Records.Values.Where(record => record.GetProperty("exitCode").ValueKind == JsonValueKind.Number), record => Assert.Equal(0, record.GetProperty("exitCode").GetInt32()));
        Assert.Equal("iptables-nft-save -c", archive.Records["host/netfilter/iptables-nft-save.txt"].GetProperty("command").GetString());
        Assert.Equal("no legacy tables in this namespace", archive.Records["host/netfilter/iptables-legacy-save.txt"].GetProperty("skipped").GetString());
    }

    [Fact]
    public void Each_namespace_has_its_names_its_UID_and_the_id_that_the_hosts_links_refer_to()
    {
        _lab.SkipUnlessUp();
        Archive archive = Collect("dash");
        JsonElement numbers = archive.Namespace(LabNode.Space("numbers"));
        JsonElement link = archive.Json("host/links/link.json").EnumerateArray().Single(link => link.GetProperty("ifname").GetString() == "cali693e13cd073");
        Assert.Equal("numbers-api-5d8f4c6d9b-x2x7k", numbers.GetProperty("hostname").GetString());
        Assert.Equal(link.GetProperty("link_netnsid").GetInt32(), numbers.GetProperty("netnsId").GetInt32());
        Assert.Equal($"pods/{numbers.GetProperty("inode").GetInt64()}", numbers.GetProperty("path").GetString());
        Assert.Contains("nameserver 10.96.0.10", archive.Text($"{numbers.GetProperty("path").GetString()}/dns/resolv.conf"));
        Assert.Contains(":0050 00000000:0000 0A", archive.Text($"{numbers.GetProperty("path").GetString()}/sockets/tcp.txt"));
        Assert.True(numbers.GetProperty("podUid").GetString() is null or "3f0c9d8e-7b21-4d55-8c6a-52e0b1a4f973");
        Assert.Equal("minikube", archive.Namespace(LabNode.Space("node")).GetProperty("hostname").GetString());
    }

    [Fact]
    public void The_rules_the_route_and_the_sysctls_are_the_nodes_own()
    {
        _lab.SkipUnlessUp();
        Archive archive = Collect("dash");
        Assert.Contains("-A KUBE-SEP-E4SSCTGR3GJGHN43 -p tcp -m comment --comment \"default/numbers-api\" -m tcp -j DNAT --to-destination 10.244.120.67:80", archive.Text("host/netfilter/iptables-nft-save.txt"));
        Assert.Contains("net/ipv4/conf/cali693e13cd073/proxy_arp = 1\n", archive.Text("host/sysctl.txt"));
        Assert.Contains(archive.Json("host/routing/route4.json").EnumerateArray(), route => route.GetProperty("dst").GetString() == "10.244.120.67" && route.GetProperty("dev").GetString() == "cali693e13cd073");
        Assert.Contains(archive.Json("host/routing/route4.json").EnumerateArray(), route => route.GetProperty("type").GetString() == "blackhole");
    }

    [Fact]
    public void With_entries_a_connection_is_seen_in_the_conntrack_table()
    {
        _lab.SkipUnlessUp();
        LabNode.Get("client", "10.109.60.134", 80).OrFail();
        Assert.Contains("dst=10.109.60.134", Collect("dash", "--entries").Text("host/conntrack/entries.txt"));
    }

    [Fact]
    public void A_process_of_the_node_serves_as_well_as_the_namespaces_name()
    {
        _lab.SkipUnlessUp();
        string process = File.ReadAllText($"/run/netpath-lab/{LabNode.Prefix}/node.pid").Trim();
        Archive archive = CollectorRun.Archive(["dash", Repository.Collector, "--pid", process, "--only", "links,pods"]);
        Assert.Equal("minikube", archive.Manifest.GetProperty("node").GetString());
        Assert.Equal("client-66d9c8b7f4-8wz5k", archive.Namespace(LabNode.Space("client")).GetProperty("hostname").GetString());
    }

    [Fact]
    public void A_namespace_without_a_process_is_found_by_its_name_and_has_its_id()
    {
        _lab.SkipUnlessUp();
        string extra = LabNode.Space("empty");
        Shell.Run("ip", "netns", "add", extra).OrFail();
        try
        {
            Shell.Run("ip", "-n", LabNode.Space("node"), "link", "add", "veth-empty", "type", "veth", "peer", "name", "eth0", "netns", extra).OrFail();
            Archive archive = Collect("dash");
            JsonElement link = archive.Json("host/links/link.json").EnumerateArray().Single(link => link.GetProperty("ifname").GetString() == "veth-empty");
            JsonElement space = archive.Namespace(extra);
            Assert.Equal(link.GetProperty("link_netnsid").GetInt32(), space.GetProperty("netnsId").GetInt32());
            Assert.Equal(JsonValueKind.Null, space.GetProperty("pid").ValueKind);
            Assert.Equal(extra, space.GetProperty("hostname").GetString());
        }
        finally
        {
            Shell.Run("ip", "netns", "delete", extra);
        }
    }

    private static Archive Collect(string shell, params string[] options) =>
        CollectorRun.Archive([.. shell.Split(' '), Repository.Collector, "--netns", LabNode.Space("node"), .. options]);
}
