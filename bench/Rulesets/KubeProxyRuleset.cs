using System.Globalization;
using System.Text;

namespace NetPath.Bench.Rulesets;

/// <summary>
/// Writes what <c>iptables-legacy-save -c</c> prints on a node where kube-proxy 1.35 (iptables mode) has many Services; iptables-restore
/// loads it. Only the nfacct match of kube-proxy's "invalid" rule is left out, since it needs an accounting object in the kernel.
/// </summary>
internal static class KubeProxyRuleset
{
    private const string PodNetwork = "10.240.0.0/12";

    public static byte[] Generate(RulesetSize size)
    {
        using MemoryStream bytes = new();
        using (StreamWriter writer = new(bytes, new UTF8Encoding(false), leaveOpen: true))
        {
            FixedRules.Mangle().Write(writer);
            FixedRules.Filter().Write(writer);
            Nat(size).Write(writer);
        }

        return bytes.ToArray();
    }

    private static TableText Nat(RulesetSize size)
    {
        TableText table = FixedRules.Nat();
        for (int number = 0; number < size.Services; number++)
        {
            GeneratedService service = size.Service(number);
            string chain = $"KUBE-SVC-{service.Hash}";
            string clusterIP = $"-d {service.Address}/32 -p tcp {Comment($"{service.Name} cluster IP")} -m tcp --dport 80";
            table.Add("KUBE-SERVICES", $"{clusterIP} -j {chain}");
            table.Add(chain, $"! -s {PodNetwork} {clusterIP} -j KUBE-MARK-MASQ");
            AddEndpoints(table, service, chain, size.EndpointComments);
            AddNodePort(table, service, chain);
        }

        table.Add("KUBE-SERVICES", $"{Comment("kubernetes service nodeports; NOTE: this must be the last rule in this chain")} -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS");
        return table;
    }

    private static void AddEndpoints(TableText table, GeneratedService service, string chain, bool comments)
    {
        int left = service.Endpoints.Count;
        foreach ((string address, string endpoint) in service.Endpoints)
        {
            string selected = comments ? $"{Comment($"{service.Name} -> {address}:8080")} " : "";
            string own = comments ? $"{Comment(service.Name)} " : "";
            string share = left > 1 ? $"-m statistic --mode random --probability {Probability(left)} " : "";
            table.Add(chain, $"{selected}{share}-j {endpoint}");
            table.Add(endpoint, $"-s {address}/32 {own}-j KUBE-MARK-MASQ");
            table.Add(endpoint, $"-p tcp {own}-m tcp -j DNAT --to-destination {address}:8080");
            left--;
        }
    }

    private static void AddNodePort(TableText table, GeneratedService service, string chain)
    {
        if (service.NodePort is int port)
        {
            string external = $"KUBE-EXT-{service.Hash}";
            table.Add("KUBE-NODEPORTS", $"-p tcp {Comment(service.Name)} -m tcp --dport {port} -j {external}");
            table.Add(external, $"{Comment($"masquerade traffic for {service.Name} external destinations")} -j KUBE-MARK-MASQ");
            table.Add(external, $"-j {chain}");
        }
    }

    // The kernel keeps 31 bits of the probability (xt_statistic.h), which is what shows in the last digits.
    private static string Probability(int left) =>
        (Math.Round(2147483648.0 / left) / 2147483648.0).ToString("F11", CultureInfo.InvariantCulture);

    private static string Comment(string text) => $"-m comment --comment \"{text}\"";
}
