using System.Collections.Concurrent;
using NetPath.Core.Kubernetes;
using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Policies;

/// <summary>Tells what the rules of one namespace stand for, from their comments and the names of their chains, and where these are hashed from the API's objects.</summary>
public sealed class RuleSubjects
{
    // A policy's or pod's chain says who it is in its first rules; a Service's may hold a thousand endpoints.
    private const int Looked = 40;

    private readonly NetworkNamespace _space;
    private readonly ConcurrentDictionary<Chain, RuleSubject?> _chains = new();
    private readonly Lazy<Dictionary<string, RuleSubject>> _calicoPolicies;

    private RuleSubjects(NetworkNamespace space)
    {
        _space = space;
        _calicoPolicies = new(IndexPolicies);
    }

    /// <summary>The look-up of a namespace, made on first use and kept with it.</summary>
    public static RuleSubjects Of(NetworkNamespace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Section(static one => new RuleSubjects(one));
    }

    /// <summary>What a rule stands for: the chain that it leads to, else the chain that it is in; null when that is nobody's in particular.</summary>
    public RuleSubject? Find(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Chain? target = rule.Target is JumpTarget jump ? rule.Chain.Table.Find(jump.Chain) : null;
        return (target is null ? null : OfTarget(rule, target))
            ?? (KubeProxyNames.Wrote(rule.Chain.Name) ? KubeProxyNames.FromComment(PlainText.Clean(rule.Comment)) : null)
            ?? (OfChain(rule.Chain) is RuleSubject subject ? subject.Policies.Length > 0 ? subject with { Policies = Asked(rule.Chain, rule.Number) } : subject : null);
    }

    /// <summary>What a chain stands for; null when that is nobody's in particular.</summary>
    public RuleSubject? OfChain(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return _chains.GetOrAdd(chain, Read);
    }

    private RuleSubject? OfTarget(Rule jump, Chain target) => KubeRouterNames.IsPolicy(target.Name)
        ? FromComments(target, KubeRouterNames.Policy) ?? KubeRouterNames.PolicyByJump(jump, FromComments(jump.Chain, KubeRouterNames.Pod)?.Namespace) ?? OfChain(target)
        : OfChain(target);

    private RuleSubject? Read(Chain chain) => chain.Name switch
    {
        string name when CalicoNames.IsPolicy(name) => FromComments(chain, CalicoNames.FromComment) ?? CalicoNames.FromChain(name) ?? _calicoPolicies.Value.GetValueOrDefault(name) ?? Hashed(name),
        string name when CalicoNames.IsProfile(name) => FromComments(chain, CalicoNames.FromComment) ?? CalicoNames.FromChain(name) ?? Hashed(name),
        string name when CalicoNames.PodInterface(name) is string device => Pod(device) with { Policies = Asked(chain) },
        string name when CalicoNames.HostInterface(name) is string device => new RuleSubject { Kind = nameof(RuleSubjectKind.HostEndpoint), Name = device, Policies = Asked(chain) },
        string name when KubeRouterNames.IsPolicy(name) => FromComments(chain, KubeRouterNames.Policy) ?? Hashed(name),
        string name when KubeRouterNames.IsPod(name) => FromComments(chain, KubeRouterNames.Pod) is RuleSubject pod ? pod with { Policies = Asked(chain) } : null,
        string name when KubeProxyNames.IsService(name) => FromComments(chain, KubeProxyNames.FromComment),
        _ => null,
    };

    private static RuleSubject? FromComments(Chain chain, Func<string, RuleSubject?> read) =>
        chain.Rules.Take(Looked).Select(rule => read(PlainText.Clean(rule.Comment))).FirstOrDefault(subject => subject is not null);

    private static RuleSubject Hashed(string chain) => new() { Kind = CalicoNames.IsProfile(chain) ? nameof(RuleSubjectKind.Profile) : nameof(RuleSubjectKind.Policy), Name = chain };

    /// <summary>The policies and profiles that a pod's chain leads to, in their order.</summary>
    private string[] Asked(Chain chain, int before = int.MaxValue) =>
    [
        .. Jumps(chain)
            .TakeWhile(jump => jump.Rule.Number < before)
            .SelectMany(jump => CalicoNames.IsGroup(jump.Target.Name) ? Jumps(jump.Target) : [jump])
            .Where(jump => CalicoNames.IsPolicy(jump.Target.Name) || CalicoNames.IsProfile(jump.Target.Name) || KubeRouterNames.IsPolicy(jump.Target.Name))
            .Select(jump => $"{OfTarget(jump.Rule, jump.Target)}")
            .Distinct(),
    ];

    private static IEnumerable<(Rule Rule, Chain Target)> Jumps(Chain chain) =>
        from rule in chain.Rules
        let target = rule.Target is JumpTarget jump ? chain.Table.Find(jump.Chain) : null
        where target is not null
        select (rule, target);

    /// <summary>The pod behind an interface of the node; the interface, where the snapshot does not tell the pod.</summary>
    private RuleSubject Pod(string device)
    {
        NodeNetwork network = NodeNetwork.Of(_space.Snapshot);
        AddressOwner? pod = network.Veths.PeerOf(network.Of(_space), device) is (NamespaceView peer, Link _) ? AddressOwners.OfNamespace(peer.Space) : null;
        return new RuleSubject { Kind = nameof(RuleSubjectKind.Pod), Namespace = pod?.Namespace, Name = pod?.Name ?? $"behind {device}" };
    }

    private Dictionary<string, RuleSubject> IndexPolicies()
    {
        Dictionary<string, RuleSubject> index = new(StringComparer.Ordinal);
        foreach (KubeNetworkPolicy policy in _space.Snapshot.GetKubernetesObjects().NetworkPolicies)
        {
            foreach (string chain in CalicoNames.ChainsOf(policy))
            {
                index.TryAdd(chain, new RuleSubject { Kind = nameof(RuleSubjectKind.NetworkPolicy), Namespace = policy.Namespace, Name = policy.Name });
            }
        }

        return index;
    }
}
