using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Rules like kube-proxy's for a few Services on the virtual addresses.</summary>
/// <param name="draw">The random numbers.</param>
/// <param name="certain">True for one endpoint a Service, and no random ports.</param>
internal sealed class ServiceRules(Draw draw, bool certain)
{
    private const int Services = 3;

    /// <summary>The chains.</summary>
    public static IEnumerable<(string Table, string Chain, string Policy)> Chains =>
    [
        ("nat", "KUBE-SERVICES", "-"), ("nat", "KUBE-POSTROUTING", "-"), ("nat", "KUBE-MARK-MASQ", "-"), ("nat", "KUBE-NODEPORTS", "-"),
        .. Enumerable.Range(0, Services).SelectMany(i => new[] { ("nat", $"KUBE-SVC-{i}", "-"), ("nat", $"KUBE-SEP-{i}0", "-"), ("nat", $"KUBE-SEP-{i}1", "-") }),
        ("filter", "KUBE-FORWARD", "-"), ("filter", "KUBE-FIREWALL", "-"), ("filter", "KUBE-SERVICES", "-"),
    ];

    /// <summary>The rules: table, chain, and the rest of the line.</summary>
    public IEnumerable<(string Table, string Chain, string Text)> Rules()
    {
        yield return ("nat", "PREROUTING", "-j KUBE-SERVICES");
        yield return ("nat", "OUTPUT", "-j KUBE-SERVICES");
        yield return ("nat", "POSTROUTING", "-j KUBE-POSTROUTING");
        yield return ("nat", "KUBE-POSTROUTING", "-m mark ! --mark 0x4000/0x4000 -j RETURN");
        yield return ("nat", "KUBE-POSTROUTING", "-j MARK --set-xmark 0x4000/0x0");
        yield return ("nat", "KUBE-POSTROUTING", $"-j MASQUERADE{(certain ? "" : draw.Pick("", " --random-fully"))}");
        yield return ("nat", "KUBE-MARK-MASQ", "-j MARK --set-xmark 0x4000/0x4000");
        for (int i = 0; i < Services; i++)
        {
            foreach ((string, string, string) rule in Service(i))
            {
                yield return rule;
            }
        }

        yield return ("nat", "KUBE-SERVICES", "-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS");
        yield return ("nat", "KUBE-NODEPORTS", "-p tcp -m tcp --dport 30080 -j KUBE-SVC-0");
        yield return ("filter", "FORWARD", "-j KUBE-FORWARD");
        yield return ("filter", "FORWARD", "-m conntrack --ctstate NEW -j KUBE-SERVICES");
        yield return ("filter", "OUTPUT", "-m conntrack --ctstate NEW -j KUBE-SERVICES");
        yield return ("filter", "KUBE-SERVICES", $"-d {Layout.Virtual(12, draw.Family)} -p tcp -m tcp --dport 443 -j REJECT --reject-with {(draw.Version == 4 ? "icmp-port-unreachable" : "icmp6-port-unreachable")}");
        yield return ("filter", "KUBE-FORWARD", "-m conntrack --ctstate INVALID -j DROP");
        yield return ("filter", "KUBE-FORWARD", "-m mark --mark 0x4000/0x4000 -j ACCEPT");
        yield return ("filter", "KUBE-FORWARD", "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    }

    private IEnumerable<(string Table, string Chain, string Text)> Service(int number)
    {
        (string protocol, string port, string target) = draw.Pick(("tcp", "80", "8080"), ("udp", "53", "53"), ("tcp", "443", "443"), ("tcp", "8080", "81"));
        IpAddress address = Layout.Virtual(10 + number, draw.Family);
        yield return ("nat", "KUBE-SERVICES", $"-d {address} -p {protocol} -m {protocol} --dport {port} -j KUBE-SVC-{number}");
        yield return ("nat", $"KUBE-SVC-{number}", $"! -s {(draw.Version == 4 ? "10.1.0.0/16" : "fd00:1::/32")} -d {address} -p {protocol} -m {protocol} --dport {port} -j KUBE-MARK-MASQ");
        bool two = !certain && draw.Chance(0.7);
        if (two)
        {
            yield return ("nat", $"KUBE-SVC-{number}", $"-m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-{number}0");
        }

        yield return ("nat", $"KUBE-SVC-{number}", $"-j KUBE-SEP-{number}1");
        foreach (int endpoint in two ? new[] { 0, 1 } : [1])
        {
            IpAddress pod = Layout.Of(draw.Leaf(), draw.Host(), draw.Family);
            string place = draw.Version == 4 ? $"{pod}:{target}" : $"[{pod}]:{target}";
            yield return ("nat", $"KUBE-SEP-{number}{endpoint}", $"-s {pod} -j KUBE-MARK-MASQ");
            yield return ("nat", $"KUBE-SEP-{number}{endpoint}", $"-p {protocol} -m {protocol} -j DNAT --to-destination {place}");
        }
    }
}
