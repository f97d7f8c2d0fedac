using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Services;

/// <summary>A rule of KUBE-SERVICES, KUBE-NODEPORTS or KUBE-EXTERNAL-SERVICES that takes packets for one Service port.</summary>
internal sealed record EntryRule(EntryKind Kind, Rule Rule, IpAddress? Address, int? Port, Protocol Protocol, string Comment, string? Hash)
{
    /// <summary>The chain that the rule jumps to; null when it rejects or drops.</summary>
    public string? Chain => (Rule.Target as JumpTarget)?.Chain;

    public bool Rejects => Rule.Target is RejectTarget;

    public bool Drops => Rule.Target is DropTarget;

    /// <summary>Reads a rule; null when it is none of these, such as the jump to KUBE-NODEPORTS.</summary>
    public static EntryRule? From(Rule rule)
    {
        Protocol? protocol = rule.First<ProtocolMatch>()?.Protocol;
        PortRange? port = rule.First<PortMatch>()?.Destination;
        string? chain = (rule.Target as JumpTarget)?.Chain;
        string? hash = chain is null ? null : KubeChainName.HashOf(chain);
        if (protocol is not Protocol known || port is not PortRange { } range || !(hash is not null || rule.Target is RejectTarget or DropTarget))
        {
            return null;
        }

        IpAddress? address = rule.ExactDestination();
        string comment = rule.Comment;
        return new EntryRule(KindOf(rule.Chain.Name, chain, comment, address), rule, address, range.First, known, comment, hash);
    }

    private static EntryKind KindOf(string holder, string? chain, string comment, IpAddress? address)
    {
        if (address is null)
        {
            return EntryKind.NodePort;
        }

        if (comment.Contains("loadbalancer IP", StringComparison.Ordinal) || chain?.StartsWith(KubeChainName.FirewallPrefix, StringComparison.Ordinal) == true)
        {
            return EntryKind.LoadBalancer;
        }

        bool external = comment.Contains("external IP", StringComparison.Ordinal)
            || holder == "KUBE-EXTERNAL-SERVICES"
            || chain?.StartsWith(KubeChainName.ExternalPrefix, StringComparison.Ordinal) == true
            || chain?.StartsWith(KubeChainName.OldExternalPrefix, StringComparison.Ordinal) == true;
        return external ? EntryKind.ExternalIP : EntryKind.ClusterIP;
    }
}
