namespace NetPath.Bench.Rulesets;

/// <summary>The rules that kube-proxy and kubelet write whatever the Services are.</summary>
internal static class FixedRules
{
    private const string Firewall = "-m conntrack --ctstate NEW -m comment --comment \"kubernetes load balancer firewall\" -j KUBE-PROXY-FIREWALL";
    private const string External = "-m conntrack --ctstate NEW -m comment --comment \"kubernetes externally-visible service portals\" -j KUBE-EXTERNAL-SERVICES";
    private const string Portals = "-m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES";
    private const string NewPortals = $"-m conntrack --ctstate NEW {Portals}";

    public static TableText Mangle() => new TableText("mangle", "PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING")
        .Declare("KUBE-IPTABLES-HINT", "KUBE-KUBELET-CANARY", "KUBE-PROXY-CANARY");

    public static TableText Filter()
    {
        TableText table = new TableText("filter", "INPUT", "FORWARD", "OUTPUT")
            .Declare("KUBE-EXTERNAL-SERVICES", "KUBE-FIREWALL", "KUBE-FORWARD", "KUBE-KUBELET-CANARY", "KUBE-NODEPORTS", "KUBE-PROXY-CANARY", "KUBE-PROXY-FIREWALL", "KUBE-SERVICES");
        table.Add("INPUT", "-j KUBE-FIREWALL");
        table.Add("INPUT", Firewall);
        table.Add("INPUT", "-m comment --comment \"kubernetes health check service ports\" -j KUBE-NODEPORTS");
        table.Add("INPUT", External);
        table.Add("FORWARD", Firewall);
        table.Add("FORWARD", "-m comment --comment \"kubernetes forwarding rules\" -j KUBE-FORWARD");
        table.Add("FORWARD", NewPortals);
        table.Add("FORWARD", External);
        table.Add("OUTPUT", "-j KUBE-FIREWALL");
        table.Add("OUTPUT", Firewall);
        table.Add("OUTPUT", NewPortals);
        table.Add("KUBE-FIREWALL", "! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment \"block incoming localnet connections\" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP");
        table.Add("KUBE-FORWARD", "-m conntrack --ctstate INVALID -j DROP");
        table.Add("KUBE-FORWARD", "-m comment --comment \"kubernetes forwarding rules\" -m mark --mark 0x4000/0x4000 -j ACCEPT");
        table.Add("KUBE-FORWARD", "-m comment --comment \"kubernetes forwarding conntrack rule\" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
        return table;
    }

    public static TableText Nat()
    {
        TableText table = new TableText("nat", "PREROUTING", "INPUT", "OUTPUT", "POSTROUTING")
            .Declare("KUBE-KUBELET-CANARY", "KUBE-MARK-MASQ", "KUBE-NODEPORTS", "KUBE-POSTROUTING", "KUBE-PROXY-CANARY", "KUBE-SERVICES");
        table.Add("PREROUTING", Portals);
        table.Add("OUTPUT", Portals);
        table.Add("POSTROUTING", "-m comment --comment \"kubernetes postrouting rules\" -j KUBE-POSTROUTING");
        table.Add("KUBE-MARK-MASQ", "-j MARK --set-xmark 0x4000/0x4000");
        table.Add("KUBE-POSTROUTING", "-m mark ! --mark 0x4000/0x4000 -j RETURN");
        table.Add("KUBE-POSTROUTING", "-j MARK --set-xmark 0x4000/0x0");
        table.Add("KUBE-POSTROUTING", "-m comment --comment \"kubernetes service traffic requiring SNAT\" -j MASQUERADE --random-fully");
        return table;
    }
}
