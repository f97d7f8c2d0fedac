using System.Management.Automation;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
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
            ? $"some rules could not be read ({Text(rules.Missing[0])}){(rules.Missing.Any(missing => missing.Text.Contains("root", StringComparison.Ordinal)) ? ", which needs root" : "")}"
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
        if (search.AsksOnlyForAddresses)
        {
            return Errors.AddressNotVirtual(search.ToString(), search.Addresses, snapshot, all);
        }

        if (Otherwise(search, snapshot) is { Length: > 0 } otherwise)
        {
            return Errors.ServiceOtherwise(search.ToString(), snapshot, otherwise);
        }

        string[] close = [.. all.Where(name => search.Names.Any(wanted => IsClose(name, wanted)))];
        close = close.Length > 0 ? close : [.. all.Where(name => search.Names.Any(wanted => CloseNames.Of(CoreOf(wanted), all.Select(ServiceOf)).Contains(ServiceOf(name))))];
        return Errors.ServiceNotFound(search.ToString(), search.Names.Any(name => IpAddress.TryParse(name, out _)), snapshot, all, close);
    }

    /// <summary>What there is under these names, or in which namespaces Services are: the rest of the question is what does not fit.</summary>
    private static string Otherwise(ServiceSearch search, NodeSnapshot snapshot)
    {
        if (search.Names.Count == 0)
        {
            IEnumerable<string> namespaces = snapshot.Host.Services.Names.Select(name => name.Namespace).Distinct().Order(StringComparer.Ordinal);
            return search.Namespaces.Count > 0 && search.Ports.Count + search.Protocols.Count == 0 ? $"Services are in the namespaces {Errors.Some(namespaces)}" : "";
        }

        ServiceQuery named = search.Query() with { Namespaces = [], Addresses = [], Ports = [], Protocols = [] };
        string[] ports = [.. snapshot.Host.Services.Find(named).Select(service => $"{service.Name} on {service.Port}/{service.Protocol.ToUpperInvariant()}").Distinct()];
        return ports.Length == 0 ? "" : $"There is {Errors.Some(ports)}";
    }

    /// <summary>What a parser says names the file by itself.</summary>
    private static string Text(Evidence evidence) =>
        evidence.Text.StartsWith(evidence.File, StringComparison.Ordinal) ? evidence.Text : $"{evidence.File}: {evidence.Text}";

    private static bool IsClose(string name, string wanted)
    {
        string core = CoreOf(wanted);
        return core.Length > 1 && (name.Contains(core, StringComparison.OrdinalIgnoreCase) || core.Contains(ServiceOf(name), StringComparison.OrdinalIgnoreCase));
    }

    private static string CoreOf(string wanted) => wanted.Split('/')[^1].Split(':')[0].Trim('*', '?');

    private static string ServiceOf(string name) => ServicePortName.FromComment(name)?.Service ?? name;
}
