namespace NetPath.Core.Tracing;

/// <summary>Who writes chains of a given name: whom to ask about a rule. The first prefix that fits decides.</summary>
internal static class ChainOwner
{
    /// <summary>Who writes rules of which no name says whose they are.</summary>
    public const string Unnamed = "admin";

    private static readonly (string Prefix, string Owner)[] Owners =
    [
        ("KUBE-NWPLCY-", "kube-router policy"),
        ("KUBE-POD-FW-", "kube-router policy"),
        ("KUBE-ROUTER-", "kube-router policy"),
        ("KUBE-", "kube-proxy"),
        ("cali-", "Calico"),
        ("CILIUM_", "Cilium"),
        ("OLD_CILIUM_", "Cilium"),
        ("FLANNEL-", "Flannel"),
        ("AWS-", "AWS VPC CNI"),
        ("WEAVE-", "Weave Net"),
        ("CNI-", "CNI plugin"),
        ("DOCKER", "Docker"),
        ("ufw", "ufw"),
        ("IN_", "firewalld"),
        ("FWD", "firewalld"),
        ("PRE_", "firewalld"),
        ("POST_", "firewalld"),
    ];

    public static string Of(string chain, string target, string comment)
    {
        if (Find(chain) is string owner)
        {
            return owner;
        }

        // A rule in a base chain belongs to whoever's chain it leads to, or says so in its comment.
        return Find(target)
            ?? (comment.StartsWith("cali:", StringComparison.Ordinal) ? "Calico"
            : comment.StartsWith("kubernetes ", StringComparison.Ordinal) ? "kube-proxy"
            : Unnamed);
    }

    private static string? Find(string chain)
    {
        foreach ((string prefix, string owner) in Owners)
        {
            if (chain.StartsWith(prefix, StringComparison.Ordinal))
            {
                return owner;
            }
        }

        return null;
    }
}
