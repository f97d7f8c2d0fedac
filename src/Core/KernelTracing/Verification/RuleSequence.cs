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
    private readonly SeenStep? _last;

    /// <summary>Sorts the steps of one namespace and direction.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="unsure">Rules of which the walk does not know whether they match. Where the kernel took one, it may go on otherwise than the way that is shown.</param>
    public RuleSequence(IReadOnlyList<SeenStep> steps, IReadOnlySet<Rule> unsure)
    {
        _unsure = unsure;
        _last = steps.Count > 0 ? steps[^1] : null;
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
        SeenStep? seen = Next(chain, hop, out SeenStep? end);
        if (_open.Contains(chain))
        {
            return HopFinding.Nothing;
        }

        if (seen is null)
        {
            return Stopped() ?? Ended(hop, end) ?? HopFinding.Contradicted($"the kernel took no rule of {hop.Table.ToLowerInvariant()} in {hop.Hook.ToUpperInvariant()} here, and the trace says {Name(hop)}");
        }

        // Without the handles of the snapshot's rules the kernel's rule cannot be told from another of the chain.
        if (seen.Found is { IsUnknown: true } && seen.Event.Target is null && seen.Event.Chain == hop.Chain && hop.RuleNumber > 0)
        {
            return HopFinding.Nothing;
        }

        if (!IsSame(hop, seen))
        {
            return HopFinding.Contradicted($"the kernel took {seen.Words}, and the trace says {Name(hop)}", seen.Line);
        }

        return OtherVerdict(hop, seen) is string verdict ? HopFinding.Contradicted($"{verdict}, and the trace says {Name(hop)}", seen.Line) : HopFinding.Confirmed(seen.Line);
    }

    // The next step that the walk could foretell. A rule that only logs changes nothing, and behind another that it could not answer all is open.
    private SeenStep? Next(Queue<SeenStep> chain, RuleHop hop, out SeenStep? end)
    {
        end = null;
        while (true)
        {
            SeenStep? seen = hop.RuleNumber > 0 ? NextRule(chain, out end) : NextPolicy(chain);
            if (seen is null || IsSame(hop, seen) || !IsUnsure(seen))
            {
                return seen;
            }

            if (!OnlyNotes(seen))
            {
                _open.Add(chain);
                return seen;
            }
        }
    }

    private static bool OnlyNotes(SeenStep step) => step.Found?.Rule?.Target is ContinueTarget;

    private bool IsUnsure(SeenStep step) => step.Found?.Rule is Rule rule && _unsure.Contains(rule);

    /// <summary>A rule that the kernel took and nobody predicted; null when there is none.</summary>
    /// <param name="hook">Only those of one hook; null for all.</param>
    public HopFinding? Unexpected(Hook? hook = null)
    {
        SeenStep? more = _chains.Where(chain => (hook is null || chain.Key.Hook == hook.ToString()) && !_open.Contains(chain.Value))
            .Select(chain => chain.Value.FirstOrDefault(step => step.IsRule && !(IsUnsure(step) && OnlyNotes(step))))
            .FirstOrDefault(step => step is not null && !IsUnsure(step));
        return more is null ? Stopped() : More(more);
    }

    // A table that is not iptables' ended the packet's way.
    private HopFinding? Stopped() => _others.FirstOrDefault(step => step.Event.Verdict is "drop" or "queue" or "stolen") is SeenStep step ? More(step) : null;

    // Legacy iptables reports a rule without conditions as its chain's end (get_chainname_rulenum() in ip_tables.c): one that the snapshot does not hold there.
    private static HopFinding? Ended(RuleHop hop, SeenStep? end) => end is { Event: { Backend: RulesetBackend.Legacy, RuleNumber: int number } } && end.Event.Chain == hop.Chain && number <= hop.RuleNumber
        ? HopFinding.Contradicted($"the kernel came to the end of {end.Event.Table} {end.Event.Chain} at number {number}, by a rule without conditions or by the policy, and the trace says {Name(hop)}", end.Line)
        : null;

    private static HopFinding More(SeenStep step) => HopFinding.Contradicted($"the kernel also took {step.Words}, which is not in the trace", step.Line);

    // A rule that is replaced keeps its number, and in nftables its handle. nftables reports the verdict. Legacy iptables does not: there it shows by whether the
    // packet was seen again, at the latest by the trace table's own chain at the end of the hook.
    private string? OtherVerdict(RuleHop hop, SeenStep seen)
    {
        string name = $"{hop.Table.ToLowerInvariant()} {hop.Chain} {(hop.RuleNumber > 0 ? $"rule {hop.RuleNumber}" : "policy")}";
        if (seen.Event.Verdict is string verdict)
        {
            bool other = hop.Target is "ACCEPT" or "DROP" or "RETURN" ? !verdict.Equals(hop.Target, StringComparison.OrdinalIgnoreCase) : verdict is "jump" or "goto" && seen.Event.Target != hop.Target;
            return other ? $"the kernel's {name} came to '{verdict}{(seen.Event.Target is string chain ? $" {chain}" : "")}'" : null;
        }

        bool ended = ReferenceEquals(seen, _last);
        return hop.Target == "ACCEPT" && ended ? $"the packet was not seen again behind {name}"
            : hop.Target == "DROP" && !ended ? $"the packet went on behind {name}"
            : null;
    }

    // Ends of chains are no rules.
    private static SeenStep? NextRule(Queue<SeenStep> chain, out SeenStep? end)
    {
        end = null;
        while (chain.TryDequeue(out SeenStep? step))
        {
            if (step.IsRule)
            {
                return step;
            }

            end = step;
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
