using NetPath.Core.Services;
using NetPath.Core.Tracing;

namespace NetPath.Core.Policies;

/// <summary>Which Service kube-proxy's rules name in their comments (pkg/proxy/iptables/proxier.go).</summary>
internal static class KubeProxyNames
{
    private static readonly string[] OfServices = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-SEP-", "KUBE-EXT-", "KUBE-FW-", "KUBE-XLB-"];

    /// <summary>True for a chain that one Service port has for itself.</summary>
    public static bool IsService(string chain) => OfServices.Any(prefix => chain.StartsWith(prefix, StringComparison.Ordinal));

    public static bool Wrote(string chain) => ChainOwner.Of(chain, "", "") == "kube-proxy";

    /// <summary>The first word that is a Service port's name: <c>default/web:http cluster IP</c>, <c>masquerade traffic for default/web external destinations</c>.</summary>
    public static RuleSubject? FromComment(string comment)
    {
        foreach (string word in comment.Split(' '))
        {
            if (ServicePortName.FromComment(word) is ServicePortName name)
            {
                return new RuleSubject
                {
                    Kind = nameof(RuleSubjectKind.Service),
                    Namespace = name.Namespace,
                    Name = name.Port.Length > 0 ? $"{name.Service}:{name.Port}" : name.Service,
                };
            }
        }

        return null;
    }
}
