using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>
/// The rules that the kernel took in one namespace, each base chain's in their order, to be compared one by one with those predicted.
/// </summary>
internal sealed class RuleSequence
{
    private readonly Dictionary<(string Backend, string Table, string Hook), Queue<SeenStep>> _chains = [];
    private readonly List<SeenStep> _others = [];
    private readonly HashSet<Queue<SeenStep>> _open = [];
    private readonly IReadOnlySet<Rule> _unsure;

    /// <summary>Sorts the steps of one namespace and direction.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="unsure">Rules of which the walk does not know whether they match. Where the kernel took one, it may go on otherwise than the way that is shown.</param>
    public RuleSequence(IEnumerable<SeenStep> steps, IReadOnlySet<Rule> unsure)
    {
        _unsure = unsure;
        foreach (SeenStep step in steps.Where(step => !step.IsCheckpoint))
        {
            if (step.Hook is Hook hook && Enum.TryParse(step.Event.Table, ignoreCase: true, out TableKind table))
            {
                Chain(step.Event.Backend.ToString(), table.ToString(), hook.ToString()).Enqueue(step);
            }
            else
            {
                _others.Add(step);
            }
        }
    }

    /// <summary>Compares the next rule of a base chain with a predicted one.</summary>
    public HopFinding Next(RuleHop hop)
    {
        Queue<SeenStep> chain = Chain(hop.Backend, hop.Table, hop.Hook);
        SeenStep? seen = Next(chain, hop);
        if (_open.Contains(chain))
        {
            return HopFinding.Nothing;
        }

        if (seen is null)
        {
            return HopFinding.Contradicted($"the kernel took no rule of {hop.Table.ToLowerInvariant()} in {hop.Hook.ToUpperInvariant()} here, and the trace says {Name(hop)}");
        }

        return IsSame(hop, seen) ? HopFinding.Confirmed(seen.Line)
            : HopFinding.Contradicted($"the kernel took {seen.Words}, and the trace says {Name(hop)}", seen.Line);
    }

    // The next step that the walk could foretell. A rule that only logs changes nothing, and behind another that it could not answer all is open.
    private SeenStep? Next(Queue<SeenStep> chain, RuleHop hop)
    {
        while (true)
        {
            SeenStep? seen = hop.RuleNumber > 0 ? NextRule(chain) : NextPolicy(chain);
            if (seen is null || IsSame(hop, seen) || !IsUnsure(seen))
            {
                return seen;
            }

            if (seen.Found!.Rule!.Target is not ContinueTarget)
            {
                _open.Add(chain);
                return seen;
            }
        }
    }

    private bool IsUnsure(SeenStep step) => step.Found?.Rule is Rule rule && _unsure.Contains(rule);

    /// <summary>A rule that the kernel took and nobody predicted; null when there is none.</summary>
    public HopFinding? Unexpected()
    {
        SeenStep? more = _chains.Values.Where(chain => !_open.Contains(chain))
            .Select(chain => chain.FirstOrDefault(step => step.IsRule && !(IsUnsure(step) && step.Found!.Rule!.Target is ContinueTarget)))
            .FirstOrDefault(step => step is not null && !IsUnsure(step))
            ?? _others.FirstOrDefault(step => step.Event.Verdict is "drop" or "queue" or "stolen");
        return more is null ? null : HopFinding.Contradicted($"the kernel also took {more.Words}, which is not in the trace", more.Line);
    }

    // Ends of chains are no rules.
    private static SeenStep? NextRule(Queue<SeenStep> chain)
    {
        while (chain.TryDequeue(out SeenStep? step))
        {
            if (step.IsRule)
            {
                return step;
            }
        }

        return null;
    }

    private static SeenStep? NextPolicy(Queue<SeenStep> chain)
    {
        while (chain.TryDequeue(out SeenStep? step))
        {
            if (step.IsRule || step.Event.Step == KernelTraceStep.Policy)
            {
                return step;
            }
        }

        return null;
    }

    private static bool IsSame(RuleHop hop, SeenStep seen)
    {
        if (hop.RuleNumber == 0)
        {
            return !seen.IsRule && seen.Event.Chain == hop.Chain && (seen.Event.Verdict is null || seen.Event.Verdict.Equals(hop.Target, StringComparison.OrdinalIgnoreCase));
        }

        // kube-proxy writes chains anew, with new handles and the same rules: a jump is known by where it leads.
        return seen.Event.Chain == hop.Chain
            && (seen.RuleNumber == hop.RuleNumber || (seen.RuleNumber is null && seen.Event.Target is string target && target == hop.Target));
    }

    private static string Name(RuleHop hop) => hop.RuleNumber > 0
        ? $"{hop.Table.ToLowerInvariant()} {hop.Chain} rule {hop.RuleNumber} ({hop.Target})"
        : $"the policy {hop.Target} of {hop.Table.ToLowerInvariant()} {hop.Chain}";

    private Queue<SeenStep> Chain(string backend, string table, string hook)
    {
        if (!_chains.TryGetValue((backend, table, hook), out Queue<SeenStep>? chain))
        {
            _chains[(backend, table, hook)] = chain = new Queue<SeenStep>();
        }

        return chain;
    }
}
