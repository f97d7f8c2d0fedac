using System.Globalization;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Services;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2009: the statistic rules do not give each endpoint the same share.</summary>
internal static class UnevenShares
{
    // kube-proxy writes ten digits, and the kernel keeps 31 bits.
    private const double Tolerance = 1e-4;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2009",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The endpoints of the Service do not get equal shares of its connections: a statistic is not 1/(n-i)",
        EvidenceNeeded = "The rules of the Service's chain that choose the endpoint",
        Symptom = "Uneven load; an endpoint behind a rule that takes all gets nothing",
        Remedy = "kube-proxy gives each of n endpoints 1/n. Rules that do not were changed by somebody else, or only in part: restart kube-proxy's pod on the node, and look for "
            + "what changes its chains.",
        Commands =
        [
            "iptables -t nat -S <chain>",
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
        ],
        OnService = Check,
    };

    private static IEnumerable<Observation> Check(ServiceContext context)
    {
        foreach (Chain chain in context.Rules.Chains())
        {
            Rule[] rules = [.. chain.Rules.Where(Chooses)];
            double[] shares = Shares(rules);
            if (shares.Length > 0 && Array.Exists(shares, share => Math.Abs(share - (1.0 / shares.Length)) > Tolerance))
            {
                yield return new Observation(
                    $"{chain.Name} gives its {shares.Length} endpoints {string.Join(", ", shares.Take(10).Select(share => share.ToString("P1", CultureInfo.InvariantCulture)))}{(shares.Length > 10 ? ", …" : "")} of the connections",
                    [.. rules.Take(10).Select(rule => rule.Evidence)])
                {
                    Names = [("chain", chain.Name)],
                };
            }
        }
    }

    // Rules that look a client up (session affinity) come before and choose nothing anew.
    private static bool Chooses(Rule rule) =>
        rule.Target is JumpTarget jump && jump.Chain.StartsWith(KubeChainName.EndpointPrefix, StringComparison.Ordinal) && rule.First<RecentMatch>() is null;

    private static double[] Shares(Rule[] rules)
    {
        double left = 1;
        double[] shares = new double[rules.Length];
        for (int i = 0; i < rules.Length; i++)
        {
            shares[i] = left * (rules[i].First<StatisticMatch>()?.Probability ?? 1);
            left -= shares[i];
        }

        return shares;
    }
}
