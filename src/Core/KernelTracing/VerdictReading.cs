using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>Says how a packet's trace ends.</summary>
internal sealed class VerdictReading(RuleFinder? finder)
{
    // The nat table sees a connection's first packet only, so its silence says nothing.
    private static readonly TableKind[] TablesForEach = [TableKind.Raw, TableKind.Mangle, TableKind.Filter, TableKind.Security];

    /// <summary>The verdict, and a sentence on it.</summary>
    public (KernelVerdict Verdict, string Reason) Read(IReadOnlyList<TracedStep> steps, bool endsTrace)
    {
        TracedStep last = steps[^1];
        string where = $"{last.Event.Table} {last.Event.Chain}{(last.Event.Step == KernelTraceStep.Policy ? " policy" : last.Found?.Number is int number ? $" rule {number}" : last.Event.RuleNumber is int traced && last.Event.Step == KernelTraceStep.Rule ? $" rule {traced}" : "")}";
        return last.Target switch
        {
            "REJECT" => (KernelVerdict.Rejected, $"rejected by {where}"),
            "DROP" => (KernelVerdict.Dropped, $"dropped by {where}"),
            "NFQUEUE" or "QUEUE" => (KernelVerdict.Queued, $"given to a program by {where}"),
            "STOLEN" => (KernelVerdict.Unknown, $"taken over by {where}"),
            null => (KernelVerdict.Unknown, $"the trace ends at {where}, and does not say what that did; give -Snapshot"),
            _ => Passed(steps, where, endsTrace),
        };
    }

    private (KernelVerdict Verdict, string Reason) Passed(IReadOnlyList<TracedStep> steps, string where, bool endsTrace)
    {
        HookPlace? place = steps.Select(step => HookPlace.Of(step.Event.Backend, step.Event.Table, step.Event.Chain)).LastOrDefault(hook => hook is not null);
        KernelTraceEvent last = steps[^1].Event;
        if (place is not HookPlace here)
        {
            return last.Step == KernelTraceStep.Policy || last.Verdict == "accept"
                ? (KernelVerdict.Unknown, $"accepted by {where}, the last that the trace shows; what came behind is not known")
                : (KernelVerdict.Unknown, $"the trace ends at {where}");
        }

        if (Next(here, last) is string awaited)
        {
            return (KernelVerdict.NotSeenAgain, $"{where} let it on, and it never came to {awaited}: the kernel stopped it between (no route, reverse-path filter), or {(endsTrace ? "the trace was ended there" : "events are lost")}");
        }

        if (!here.IsLastHook)
        {
            return (KernelVerdict.Unknown, $"the trace ends at {where}, before the packet's last hook{(finder is null ? "; give -Snapshot to tell whether more rules stood in its way" : "")}");
        }

        string? device = steps.Select(step => step.Event.OutInterface).LastOrDefault(name => name is not null);
        return (KernelVerdict.Accepted, here.Chain == "INPUT" ? "accepted, to a process of this namespace" : $"accepted{(device is null ? "" : $", leaves by {device}")}");
    }

    /// <summary>A chain that every packet must come to next and this one did not; null when there is none, or nobody knows.</summary>
    private string? Next(HookPlace here, KernelTraceEvent last)
    {
        Ruleset? ruleset = finder?.Space.Netfilter.Rulesets.FirstOrDefault(one => one.Backend == last.Backend && one.Family == (last.Family == "ip6" ? IpFamily.IPv6 : IpFamily.IPv4));
        if (ruleset is null)
        {
            return null;
        }

        string? inside = In(ruleset, here.Chain, here);
        return inside ?? here.Chain switch
        {
            "PREROUTING" when In(ruleset, "INPUT", here) is string input && In(ruleset, "FORWARD", here) is string forward => $"{input} or {forward}",
            "FORWARD" or "OUTPUT" => In(ruleset, "POSTROUTING", here),
            _ => null,
        };
    }

    private static string? In(Ruleset ruleset, string chain, HookPlace after)
    {
        foreach (TableKind kind in TablesForEach)
        {
            string table = kind.ToString().ToLowerInvariant();
            if (HookPlace.Of(ruleset.Backend, table, chain) is HookPlace place && after.CanLeadTo(place) && ruleset.Find(kind, chain) is { Policy: not null })
            {
                return $"{table} {chain}";
            }
        }

        return null;
    }
}
