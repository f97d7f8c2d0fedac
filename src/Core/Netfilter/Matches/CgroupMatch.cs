using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m cgroup: the control group of the process that sent the packet. One without a socket never matches, not even with <c>!</c> (net/netfilter/xt_cgroup.c).</summary>
/// <param name="Group">The path or class id as the rule gives it.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record CgroupMatch(string Group, bool Negated) : Match
{
    // A new connection's packet that arrives has no socket yet; one of a known connection may have got it by early demultiplexing.
    internal override MatchResult Evaluate(EvaluationContext context) =>
        !context.IsSentHere && (context.Hook != Hook.Input || context.Connection is { State: ConnectionState.New })
            ? false
            : MatchResult.Unknown($"the control group of the process that sends the packet is compared with {Group}");

    internal static Match Parse(OptionReader options)
    {
        options.ExpectAny();
        return options.Name is "--path" or "--cgroup" ? new CgroupMatch(options.Value(), options.Negated) : throw options.NotUnderstood();
    }
}
