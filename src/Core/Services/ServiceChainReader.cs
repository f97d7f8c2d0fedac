using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Services;

/// <summary>Reads the chains of one Service port and puts together what they say.</summary>
internal static class ServiceChainReader
{
    public static KubeServiceChain Read(ServiceRules rules)
    {
        List<string> problems = [.. rules.Ruleset.Tables.Select(table => table.Incomplete).OfType<Evidence>().Select(incomplete => $"{incomplete.Text} ({incomplete.File}, line {incomplete.Line})")];
        EntryRule? cluster = rules.First(EntryKind.ClusterIP);
        EntryRule? nodePort = rules.First(EntryKind.NodePort);
        EntryRule[] balancers = [.. rules.All(EntryKind.LoadBalancer)];
        EntryRule[] externals = [.. rules.All(EntryKind.ExternalIP)];
        // Until 1.23 KUBE-XLB itself held the endpoints on this node; it was there only with the external traffic policy Local.
        Chain? local = Find(rules, KubeChainName.LocalPrefix) ?? Find(rules, KubeChainName.OldExternalPrefix);
        Chain? all = Find(rules, KubeChainName.ServicePrefix);
        Chain? chain = cluster?.Chain is string name && !rules.IsOrphaned ? rules.Ruleset.Find(TableKind.Nat, name) : all ?? local;
        Chain? external = Find(rules, KubeChainName.ExternalPrefix) ?? Find(rules, KubeChainName.OldExternalPrefix);
        KubeServiceEndpoint[] endpoints = Endpoints(chain, local, problems);
        bool externalLocal = external is not null && local is not null && (external == local || JumpsTo(external, local.Name));
        TrafficPolicy? externalPolicy = ExternalPolicy(rules, external, externalLocal);
        ServiceState state = rules.IsOrphaned ? ServiceState.Broken : State(cluster ?? rules.Entries[0], chain, endpoints);
        if (state == ServiceState.Broken)
        {
            problems.Add(rules.IsOrphaned ? $"no rule of KUBE-SERVICES leads to {chain?.Name}"
                : cluster?.Chain is string missing && chain is null
                ? $"the rule jumps to {missing}, which the dump does not hold"
                : "no rule translates connections to an endpoint");
        }

        return new KubeServiceChain
        {
            Name = rules.Text,
            Namespace = rules.Name?.Namespace ?? "",
            Service = rules.Name?.Service ?? "",
            PortName = rules.Name?.Port ?? "",
            Protocol = rules.Protocol.ToString(),
            Family = rules.Ruleset.Family.ToString(),
            Backend = rules.Ruleset.Backend.ToString(),
            ClusterIP = cluster?.Address?.ToString(),
            Port = cluster?.Port ?? balancers.FirstOrDefault()?.Port ?? externals.FirstOrDefault()?.Port,
            NodePort = nodePort?.Port,
            LoadBalancerIPs = Addresses(balancers),
            ExternalIPs = Addresses(externals),
            SourceRanges = SourceRanges(Find(rules, KubeChainName.FirewallPrefix)),
            InternalTrafficPolicy = (chain is not null && chain == local) || cluster is { Drops: true } ? nameof(TrafficPolicy.Local) : nameof(TrafficPolicy.Cluster),
            ExternalTrafficPolicy = externalPolicy?.ToString(),
            SessionAffinitySeconds = Affinity(chain),
            State = state.ToString(),
            Chain = chain?.Name,
            ExternalChain = external?.Name,
            MasqueradesOutsideTraffic = chain?.Rules.Any(IsMasqueradeMark) == true || IsMasqueradedBefore(cluster),
            Endpoints = endpoints,
            ExternalEndpoints = externalPolicy switch
            {
                null => [],
                TrafficPolicy.Local => externalLocal ? Endpoints(local, local, []) : [],
                _ => all is null || all == chain ? endpoints : Endpoints(all, local, []),
            },
            Evidence = [.. rules.Entries.Select(entry => entry.Rule.Evidence), .. chain?.Rules.Select(rule => rule.Evidence) ?? []],
            Problems = [.. problems],
        };
    }

    private static Chain? Find(ServiceRules rules, string prefix) => rules.Hash is null ? null : rules.Ruleset.Find(TableKind.Nat, prefix + rules.Hash);

    private static string[] Addresses(EntryRule[] entries) => [.. entries.Select(entry => entry.Address?.ToString()).OfType<string>().Distinct()];

    private static ServiceState State(EntryRule entry, Chain? chain, KubeServiceEndpoint[] endpoints) =>
        entry.Rejects ? ServiceState.NoEndpoints
        : entry.Drops ? ServiceState.NoLocalEndpoints
        : chain is not null && endpoints.Length > 0 ? ServiceState.HasEndpoints
        : ServiceState.Broken;

    private static TrafficPolicy? ExternalPolicy(ServiceRules rules, Chain? external, bool local)
    {
        bool dropped = rules.Entries.Exists(entry => entry.Kind != EntryKind.ClusterIP && entry.Drops);
        if (dropped || local)
        {
            return TrafficPolicy.Local;
        }

        return external is null && rules.Entries.TrueForAll(entry => entry.Kind == EntryKind.ClusterIP) ? null : TrafficPolicy.Cluster;
    }

    private static bool JumpsTo(Chain chain, string target) => chain.Rules.Any(rule => rule.Target is JumpTarget jump && jump.Chain == target);

    private static bool IsMasqueradeMark(Rule rule) => rule.Target is JumpTarget { Chain: "KUBE-MARK-MASQ" };

    // Until 1.21 the rule that marks for masquerading stood in KUBE-SERVICES, right before the one that takes the packet.
    private static bool IsMasqueradedBefore(EntryRule? cluster) =>
        cluster is { Rule.Number: > 1 }
        && cluster.Rule.Chain.Rule(cluster.Rule.Number - 1) is Rule before
        && IsMasqueradeMark(before)
        && before.Matches.OfType<AddressMatch>().Any(match => !match.IsSource && match.Prefix.Address == cluster.Address)
        && before.First<PortMatch>()?.Destination?.First == cluster.Port;

    private static string[] SourceRanges(Chain? firewall)
    {
        List<string> ranges = [];
        foreach (Rule rule in firewall?.Rules ?? [])
        {
            AddressMatch? source = rule.Matches.OfType<AddressMatch>().FirstOrDefault(match => match.IsSource && !match.Negated);
            if (source is not null && rule.Target is JumpTarget { Chain: not "KUBE-MARK-MASQ" })
            {
                ranges.Add(source.Prefix.ToString());
            }
        }

        return [.. ranges.Distinct()];
    }

    private static int? Affinity(Chain? chain)
    {
        RecentMatch? recent = chain?.Rules.Select(rule => rule.First<RecentMatch>()).FirstOrDefault(match => match is { Operation: "--rcheck" or "--update" });
        return recent?.Seconds;
    }

    // Rules that look a client up (recent --rcheck) come first and repeat the endpoints; the shares of new clients follow.
    private static KubeServiceEndpoint[] Endpoints(Chain? chain, Chain? local, List<string> problems)
    {
        List<KubeServiceEndpoint> endpoints = [];
        double left = 1;
        foreach (Rule rule in chain?.Rules ?? [])
        {
            if (rule.Target is not JumpTarget jump || !jump.Chain.StartsWith(KubeChainName.EndpointPrefix, StringComparison.Ordinal) || rule.First<RecentMatch>() is not null)
            {
                continue;
            }

            double share = left * (rule.First<StatisticMatch>()?.Probability ?? 1);
            left -= share;
            Chain? endpoint = chain!.Table.Find(jump.Chain);
            if (Endpoint(rule, endpoint, share, local) is KubeServiceEndpoint read)
            {
                endpoints.Add(read);
            }
            else
            {
                problems.Add(endpoint is null
                    ? $"{chain.Name} rule {rule.Number} jumps to {jump.Chain}, which the dump does not hold"
                    : $"{jump.Chain} translates to no address that can be read");
            }
        }

        return [.. endpoints];
    }

    private static KubeServiceEndpoint? Endpoint(Rule selector, Chain? chain, double share, Chain? local)
    {
        Rule? translation = chain?.Rules.FirstOrDefault(rule => rule.Target is DestinationNatTarget);
        if (chain is null || translation?.Target is not DestinationNatTarget { First: IpAddress address } target)
        {
            return null;
        }

        return new KubeServiceEndpoint
        {
            PodIP = address.ToString(),
            TargetPort = target.Ports?.First,
            Target = target.Destination,
            Chain = chain.Name,
            Probability = share,
            HairpinMasquerade = chain.Rules.Any(IsMasqueradeMark),
            IsLocal = local is null ? null : JumpsTo(local, chain.Name),
            Counters = translation.Counters,
            Evidence = [selector.Evidence, .. chain.Rules.Select(rule => rule.Evidence)],
        };
    }
}
