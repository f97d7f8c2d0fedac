using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NetPath.Core.Kubernetes;

namespace NetPath.Core.Policies;

/// <summary>
/// How Calico's Felix names chains and comments their rules: felix/rules/policy.go (PolicyChainName, PolicyToIptablesChains), felix/types/policy.go (PolicyID.ID)
/// and libcalico-go/lib/hash (GetLengthLimitedID). The name of a policy is that of release 3.30 and before (<c>default/knp.default.web</c>) or of those after
/// (<c>knp/default/web</c>).
/// </summary>
internal static partial class CalicoNames
{
    public const string IngressPolicy = "cali-pi-";
    public const string EgressPolicy = "cali-po-";

    // iptables.MaxChainNameLength of Felix.
    private const int LongestChain = 28;

    private const string Kubernetes = "knp.default.";

    private static readonly string[] PolicyPrefixes = [IngressPolicy, EgressPolicy];

    private static readonly string[] ProfilePrefixes = ["cali-pri-", "cali-pro-"];

    private static readonly string[] PodPrefixes = ["cali-tw-", "cali-fw-"];

    private static readonly string[] HostPrefixes = ["cali-th-", "cali-fh-", "cali-thfw-", "cali-fhfw-"];

    /// <summary>Chains that hold no more than jumps to the policies of one group (Calico 3.27 and later).</summary>
    public static bool IsGroup(string chain) => chain.StartsWith("cali-gi-", StringComparison.Ordinal) || chain.StartsWith("cali-go-", StringComparison.Ordinal);

    public static bool IsPolicy(string chain) => Rest(chain, PolicyPrefixes) is not null;

    public static bool IsProfile(string chain) => Rest(chain, ProfilePrefixes) is not null;

    /// <summary>The pod's interface on the node, for the chain of a pod.</summary>
    public static string? PodInterface(string chain) => Rest(chain, PodPrefixes);

    /// <summary>The node's interface, for the chain of a host endpoint.</summary>
    public static string? HostInterface(string chain) => Rest(chain, HostPrefixes);

    /// <summary>The policy or profile that a comment names; null when it names none.</summary>
    public static RuleSubject? FromComment(string comment)
    {
        Match match = NamingComment().Match(comment);
        return !match.Success ? null : match.Groups[1].Value switch
        {
            "Profile" => Profile(match.Groups[2].Value),
            "Policy" => OldPolicy(match.Groups[2].Value),
            "KubernetesNetworkPolicy" => Made(RuleSubjectKind.NetworkPolicy, match.Groups[2].Value),
            "NetworkPolicy" => Made(RuleSubjectKind.CalicoNetworkPolicy, match.Groups[2].Value),
            "GlobalNetworkPolicy" => Made(RuleSubjectKind.GlobalNetworkPolicy, match.Groups[2].Value),
            _ => Made(RuleSubjectKind.ClusterNetworkPolicy, match.Groups[2].Value),
        };
    }

    /// <summary>The policy or profile that a chain's own name tells; null when the name is hashed.</summary>
    public static RuleSubject? FromChain(string chain)
    {
        if (Rest(chain, ProfilePrefixes) is string profile)
        {
            return profile.StartsWith('_') ? null : Profile(profile);
        }

        return Rest(chain, PolicyPrefixes) is not string policy || policy.StartsWith('_') ? null : policy.Split('/') switch
        {
            ["knp", string space, string name] => Made(RuleSubjectKind.NetworkPolicy, $"{space}/{name}"),
            ["np", string space, string name] => Made(RuleSubjectKind.CalicoNetworkPolicy, $"{space}/{name}"),
            ["gnp", string name] => Made(RuleSubjectKind.GlobalNetworkPolicy, name),
            ["kcnp", string name] => Made(RuleSubjectKind.ClusterNetworkPolicy, name),
            _ => OldPolicy(policy),
        };
    }

    /// <summary>The chains that Felix makes for a policy of Kubernetes, under each of its schemes of naming.</summary>
    public static IEnumerable<string> ChainsOf(KubeNetworkPolicy policy) =>
        from prefix in PolicyPrefixes
        from id in new[] { $"{policy.Namespace}/{Kubernetes}{policy.Name}", $"knp/{policy.Namespace}/{policy.Name}" }
        select Limited(prefix, id);

    /// <summary>Prefix and name; a name that is too long is replaced by the begin of its SHA-256 in base64url, after an underscore.</summary>
    public static string Limited(string prefix, string name) => prefix.Length + name.Length < LongestChain || (prefix.Length + name.Length == LongestChain && name[0] != '_')
        ? prefix + name
        : $"{prefix}_{Encoded(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..(LongestChain - 1 - prefix.Length)]}";

    private static string Encoded(byte[] hash) => Convert.ToBase64String(hash).Replace('+', '-').Replace('/', '_');

    private static RuleSubject OldPolicy(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string own = name[(slash + 1)..];
        string? space = slash < 0 ? null : name[..slash];
        return own switch
        {
            _ when space is not null && own.StartsWith(Kubernetes, StringComparison.Ordinal) => Made(RuleSubjectKind.NetworkPolicy, $"{space}/{own[Kubernetes.Length..]}"),
            _ when space is not null => Made(RuleSubjectKind.CalicoNetworkPolicy, name),
            _ when AdminPolicy().Match(own) is { Success: true } admin => Made(RuleSubjectKind.ClusterNetworkPolicy, own[admin.Length..]),
            _ => Made(RuleSubjectKind.GlobalNetworkPolicy, own),
        };
    }

    private static RuleSubject Profile(string name)
    {
        string[] parts = name.Split('.', 3);
        return new RuleSubject { Kind = nameof(RuleSubjectKind.Profile), Namespace = parts is ["kns" or "ksa", string space, ..] ? space : null, Name = name };
    }

    private static RuleSubject Made(RuleSubjectKind kind, string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        return new RuleSubject { Kind = kind.ToString(), Namespace = slash < 0 ? null : name[..slash], Name = name[(slash + 1)..] };
    }

    private static string? Rest(string chain, string[] prefixes) =>
        prefixes.FirstOrDefault(prefix => chain.StartsWith(prefix, StringComparison.Ordinal)) is string prefix ? chain[prefix.Length..] : null;

    [GeneratedRegex("(?:^| )(Policy|Profile|KubernetesNetworkPolicy|NetworkPolicy|GlobalNetworkPolicy|KubernetesClusterNetworkPolicy) (\\S+) (?:in|e)gress$")]
    private static partial Regex NamingComment();

    // The prefixes of AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy (libcalico-go/lib/names/policy.go).
    [GeneratedRegex("^(?:kanp\\.adminnetworkpolicy\\.|kbanp\\.baselineadminnetworkpolicy\\.|kcnp\\.[a-z]+\\.)")]
    private static partial Regex AdminPolicy();
}
