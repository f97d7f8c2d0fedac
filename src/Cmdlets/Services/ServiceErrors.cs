using System.Management.Automation;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Services;

/// <summary>Chooses the error that tells most about why a Service was not found.</summary>
internal static class ServiceErrors
{
    /// <summary>The node has no iptables rules of kube-proxy: says what it has instead.</summary>
    public static ErrorRecord NoServices(NodeSnapshot snapshot)
    {
        NetfilterConfiguration rules = snapshot.Host.Netfilter;
        NativeBaseChain? native = rules.NativeChains.FirstOrDefault(chain => chain.Table == "kube-proxy");
        string found = native is not null
            ? "kube-proxy runs in nftables mode there (table kube-proxy), and this release reads iptables rules"
            : rules.Rulesets.Any(ruleset => ruleset.Find(TableKind.Nat)?.Chains.Any(chain => chain.Name.StartsWith("CILIUM_", StringComparison.Ordinal)) == true)
            ? "Cilium handles Services there in eBPF, which leaves no rules to read"
            : rules.Missing.Count > 0
            ? $"some rules could not be read ({Text(rules.Missing[0])})"
            : rules.Rulesets.Any(ruleset => ruleset.Tables.Any(table => table.Chains.Any(chain => chain.Name.StartsWith("KUBE-", StringComparison.Ordinal))))
            ? "kube-proxy's chains are there, but nat KUBE-SERVICES is empty or missing: somebody flushed the rules, and kube-proxy has not written them again"
            : rules.Rulesets.Any(ruleset => ruleset.HasRules)
            ? "there are iptables rules, but none of kube-proxy"
            : "there are no iptables rules at all, as on a machine that is no Kubernetes node";
        return Errors.NoServiceRules(snapshot, found);
    }

    /// <summary>There are Services, but none that was asked for: names those that come close.</summary>
    public static ErrorRecord NotFound(ServiceSearch search, NodeSnapshot snapshot)
    {
        string[] all = [.. snapshot.Host.Services.Names.Select(name => name.ToString())];
        string[] close = [.. all.Where(name => search.Names.Any(wanted => IsClose(name, wanted)))];
        return search.AsksOnlyForAddresses
            ? Errors.AddressNotVirtual(search.ToString(), search.Addresses, snapshot, all)
            : Errors.ServiceNotFound(search.ToString(), search.Names.Any(name => IpAddress.TryParse(name, out _)), snapshot, all, close);
    }

    /// <summary>What a parser says names the file by itself.</summary>
    private static string Text(Evidence evidence) =>
        evidence.Text.StartsWith(evidence.File, StringComparison.Ordinal) ? evidence.Text : $"{evidence.File}: {evidence.Text}";

    private static bool IsClose(string name, string wanted)
    {
        string core = wanted.Split('/')[^1].Split(':')[0].Trim('*', '?');
        return core.Length > 1 && (name.Contains(core, StringComparison.OrdinalIgnoreCase) || core.Contains(ServiceOf(name), StringComparison.OrdinalIgnoreCase));
    }

    private static string ServiceOf(string name) => ServicePortName.FromComment(name)?.Service ?? name;
}
