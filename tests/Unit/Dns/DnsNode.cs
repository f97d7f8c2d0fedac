using System.Text;
using NetPath.Core.Dns;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Unit.Tracing;

namespace NetPath.Unit.Dns;

/// <summary>
/// The node of <see cref="CalicoNode"/> with a DNS Service: kube-system/kube-dns, 10.96.0.10:53, whose one endpoint is the pod web. The client's resolv.conf is what
/// the kubelet writes for a pod of the namespace default.
/// </summary>
internal static class DnsNode
{
    public const string Resolver = "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n";
    public const string ResolvConf = $"{CalicoNode.Client}/dns/resolv.conf";

    private const string EntryRules = """
        -A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU
        -A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "kube-system/kube-dns:dns-tcp cluster IP" -m tcp --dport 53 -j KUBE-SVC-ERIFXISQEP7F7OF4
        -A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> 10.244.0.2:53" -j KUBE-SEP-DNSDNSDNSDNSDNS1
        -A KUBE-SEP-DNSDNSDNSDNSDNS1 -s 10.244.0.2/32 -m comment --comment "kube-system/kube-dns:dns" -j KUBE-MARK-MASQ
        -A KUBE-SEP-DNSDNSDNSDNSDNS1 -p udp -m comment --comment "kube-system/kube-dns:dns" -m udp -j DNAT --to-destination 10.244.0.2:53
        -A KUBE-SVC-ERIFXISQEP7F7OF4 -m comment --comment "kube-system/kube-dns:dns-tcp -> 10.244.0.2:53" -j KUBE-SEP-DNSDNSDNSDNSDNS2
        -A KUBE-SEP-DNSDNSDNSDNSDNS2 -s 10.244.0.2/32 -m comment --comment "kube-system/kube-dns:dns-tcp" -j KUBE-MARK-MASQ
        -A KUBE-SEP-DNSDNSDNSDNSDNS2 -p tcp -m comment --comment "kube-system/kube-dns:dns-tcp" -m tcp -j DNAT --to-destination 10.244.0.2:53

        """;

    private const string FirstEntry = "-A KUBE-SERVICES -d 10.96.0.50/32";

    /// <summary>The healthy node.</summary>
    public static NodeBuilder Healthy() => CalicoNode.Healthy()
        .Change(CalicoNode.Rules, ":KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]\n", ":KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]\n:KUBE-SVC-TCOU7JCQXEZGVUNU - [0:0]\n:KUBE-SVC-ERIFXISQEP7F7OF4 - [0:0]\n:KUBE-SEP-DNSDNSDNSDNSDNS1 - [0:0]\n:KUBE-SEP-DNSDNSDNSDNSDNS2 - [0:0]\n")
        .Change(CalicoNode.Rules, FirstEntry, EntryRules + FirstEntry)
        .With($"{CalicoNode.Web}/sockets/udp.txt", TestSockets.Udp("0.0.0.0:53"))
        .With($"{CalicoNode.Web}/sockets/tcp.txt", TestSockets.Tcp("0.0.0.0:8080", "0.0.0.0:53"))
        .With($"{CalicoNode.Client}/routing/neighbour.json", CalicoNode.KnownGateway)
        .With("host/dns/resolv.conf", "nameserver 192.0.2.1\n")
        .With(ResolvConf, Resolver);

    /// <summary>The same, where kube-proxy has no endpoint for the DNS Service.</summary>
    public static NodeBuilder WithoutEndpoints() => Healthy()
        .Change(CalicoNode.Rules, EntryRules, "")
        .Change(CalicoNode.Rules, ":KUBE-FORWARD - [0:0]\n", ":KUBE-FORWARD - [0:0]\n:KUBE-SERVICES - [0:0]\n")
        .Change(
            CalicoNode.Rules,
            "-A FORWARD -m comment --comment \"kubernetes forwarding rules\" -j KUBE-FORWARD\n",
            """
            -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
            -A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns has no endpoints" -m udp --dport 53 -j REJECT --reject-with icmp-port-unreachable

            """);

    /// <summary>NodeLocal DNSCache: its address on the node, its rules in the raw and filter tables, and a server that listens there; the client asks it.</summary>
    public static NodeBuilder WithCache(string listens = "169.254.20.10:53", string input = "") => Healthy()
        .Change("host/links/address.json", "\"prefixlen\":24,\"scope\":\"global\"}", "\"prefixlen\":24,\"scope\":\"global\"},{\"family\":\"inet\",\"local\":\"169.254.20.10\",\"prefixlen\":32,\"scope\":\"global\"}")
        .Change(CalicoNode.Routes, "{\"type\":\"local\",\"dst\":\"127.0.0.0/8\"", "{\"type\":\"local\",\"dst\":\"169.254.20.10\",\"dev\":\"eth0\",\"table\":\"local\",\"protocol\":\"kernel\",\"scope\":\"host\",\"prefsrc\":\"169.254.20.10\",\"flags\":[]},{\"type\":\"local\",\"dst\":\"127.0.0.0/8\"")
        .Change(CalicoNode.Rules, "*filter\n", """
            *raw
            :PREROUTING ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            -A PREROUTING -d 169.254.20.10/32 -p udp -m udp --dport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
            -A OUTPUT -s 169.254.20.10/32 -p udp -m udp --sport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
            COMMIT
            *filter

            """)
        .Change(CalicoNode.Rules, ":KUBE-FORWARD - [0:0]\n", $":KUBE-FORWARD - [0:0]\n{input}-A INPUT -d 169.254.20.10/32 -p udp -m udp --dport 53 -m comment --comment \"NodeLocal DNS Cache: allow DNS traffic\" -j ACCEPT\n")
        .With("host/sockets/udp.txt", TestSockets.Udp([.. listens.Split(' ', StringSplitOptions.RemoveEmptyEntries)]))
        .Change(ResolvConf, "10.96.0.10", "169.254.20.10");

    /// <summary>The node with objects of the API.</summary>
    public static NodeSnapshot With(NodeBuilder node, string items)
    {
        KubernetesCollection collection = new();
        collection.AddFile(Encoding.UTF8.GetBytes($$"""{"apiVersion":"v1","kind":"List","items":[{{items}}]}"""), "objects.json");
        return collection.AddTo(node.Build());
    }

    /// <summary>What becomes of a name that the client looks up.</summary>
    public static ServiceNameResolution Resolve(NodeSnapshot node, string name, ResolverLibrary library = ResolverLibrary.Glibc, string? from = "client", params DnsRecordType[] types) =>
        NameResolver.For(node, from).Resolve(new NameRequest { Name = name, From = from, Library = library, Types = types });

    /// <summary>The same, on a node that is still to be built.</summary>
    public static ServiceNameResolution Resolve(NodeBuilder node, string name, ResolverLibrary library = ResolverLibrary.Glibc, string? from = "client", params DnsRecordType[] types) =>
        Resolve(node.Build(), name, library, from, types);

    /// <summary>The queries as "name TYPE answer", one a line.</summary>
    public static string[] Steps(this ServiceNameResolution resolution) =>
        [.. resolution.Queries.Select(query => $"{query.Name} {query.Type} {(query.Records.Length > 0 ? string.Join(' ', query.Records.Select(record => record.Data)) : query.Answer)}")];
}
