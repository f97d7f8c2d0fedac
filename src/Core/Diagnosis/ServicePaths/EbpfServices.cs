using NetPath.Core.Links;
using NetPath.Core.Netfilter;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2018: eBPF programs translate virtual IPs, and no rule holds them.</summary>
internal static class EbpfServices
{
    private static readonly string[] Devices = ["cilium_host", "cilium_net", "bpfin.cali", "bpfout.cali"];

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2018",
        Severity = nameof(FindingSeverity.Information),
        Meaning = "Services are handled by eBPF programs of the network plugin, which NetPath does not read: the rules do not hold them",
        EvidenceNeeded = "The plugin's devices (cilium_host, or bpfin.cali of Calico), and rules without kube-proxy's chains",
        Symptom = "None; a trace to a virtual IP shows only the way of an untranslated packet",
        Remedy = "Ask the plugin for its Services and its maps. Traces between pod addresses are as good as without it only where no eBPF program takes them either.",
        Commands =
        [
            "kubectl --namespace kube-system exec daemonset/cilium -- cilium-dbg service list",
            "kubectl --namespace kube-system exec daemonset/cilium -- cilium-dbg status --verbose",
            "kubectl --namespace calico-system exec daemonset/calico-node -- calico-node -bpf nat dump",
        ],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        Link[] devices = [.. context.Snapshot.Host.Links.Links.Where(link => Devices.Contains(link.Name))];
        if (devices.Length == 0 || context.Snapshot.Host.Services.Count > 0)
        {
            yield break;
        }

        Chain? plugin = context.Snapshot.Host.Netfilter.Rulesets
            .SelectMany(ruleset => ruleset.Tables)
            .SelectMany(table => table.Chains)
            .FirstOrDefault(chain => chain.Name.StartsWith("CILIUM_", StringComparison.Ordinal) || chain.Name.StartsWith("cali-", StringComparison.Ordinal));
        yield return new Observation($"{string.Join(" and ", devices.Select(link => link.Name))} say that eBPF handles the Services of {context.Snapshot.NodeName}; its rules hold none",
            RuleEvidence.Join([.. devices.Select(link => link.Evidence), plugin is null ? null : RuleEvidence.Of(plugin)]));
    }
}
