using System.Text.RegularExpressions;
using NetPath.Core.Netfilter;

namespace NetPath.Core.Policies;

/// <summary>
/// What kube-router's comments tell (pkg/controllers/netpol/policy.go and pod.go). Its chains are named for a hash that holds the time of the last change as well
/// (networkPolicyChainName), so that no name leads back to the policy.
/// </summary>
internal static partial class KubeRouterNames
{
    private const string PolicyPrefix = "KUBE-NWPLCY-";
    private const string PodPrefix = "KUBE-POD-FW-";

    /// <summary>True for the chain of one policy, not for those that all pods share.</summary>
    public static bool IsPolicy(string chain) => chain.StartsWith(PolicyPrefix, StringComparison.Ordinal) && chain is not ("KUBE-NWPLCY-COMMON" or "KUBE-NWPLCY-DEFAULT");

    public static bool IsPod(string chain) => chain.StartsWith(PodPrefix, StringComparison.Ordinal);

    /// <summary>The policy that a rule of its chain names.</summary>
    public static RuleSubject? Policy(string comment) => Found(PolicyComment().Match(comment), RuleSubjectKind.NetworkPolicy);

    /// <summary>The pod that a rule of its chain names.</summary>
    public static RuleSubject? Pod(string comment) => Found(PodComment().Match(comment), RuleSubjectKind.Pod);

    /// <summary>A policy without rules of its own, by the jump to its chain: the policies of a pod are of its own namespace.</summary>
    public static RuleSubject? PolicyByJump(Rule jump, string? podNamespace) => JumpComment().Match(jump.Comment) is { Success: true } match
        ? new RuleSubject { Kind = nameof(RuleSubjectKind.NetworkPolicy), Namespace = podNamespace, Name = match.Groups[1].Value }
        : null;

    private static RuleSubject? Found(Match match, RuleSubjectKind kind) => match.Success
        ? new RuleSubject { Kind = kind.ToString(), Namespace = match.Groups[2].Value, Name = match.Groups[1].Value }
        : null;

    [GeneratedRegex("policy name:? (\\S+) namespace:? (\\S+)")]
    private static partial Regex PolicyComment();

    [GeneratedRegex("POD name: ?(\\S+) namespace: ?(\\S+)")]
    private static partial Regex PodComment();

    [GeneratedRegex("run through nw policy (\\S+)")]
    private static partial Regex JumpComment();
}
