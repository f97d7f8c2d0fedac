using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing;

/// <summary>Puts the steps of one packet into words, and tells those that decided from those that were only passed.</summary>
internal static class StepWording
{
    private static readonly string[] KubeChains = [KubeChainName.ServicePrefix, KubeChainName.LocalPrefix, KubeChainName.ExternalPrefix, KubeChainName.OldExternalPrefix, KubeChainName.FirewallPrefix, KubeChainName.EndpointPrefix];

    /// <summary>The steps as they are shown.</summary>
    public static IEnumerable<KernelStep> Write(IReadOnlyList<TracedStep> steps)
    {
        bool[] decisive = Decisive(steps);
        for (int i = 0; i < steps.Count; i++)
        {
            Packet? after = i + 1 < steps.Count ? steps[i + 1].Packet : null;
            bool rewrites = after is not null && steps[i].Packet is Packet before && !after.SameTuple(before);
            yield return Make(i + 1, steps[i], rewrites ? after : null, !decisive[i] && !rewrites);
        }
    }

    private static KernelStep Make(int number, TracedStep step, Packet? rewritten, bool detail)
    {
        KernelTraceEvent traced = step.Event;
        string comment = Comment(step);
        return new KernelStep
        {
            Number = number,
            Step = traced.Step.ToString(),
            Table = PlainText.Clean(traced.Table),
            Chain = PlainText.Clean(traced.Chain),
            RuleNumber = step.Found?.Number ?? (traced.Step == KernelTraceStep.Rule ? traced.RuleNumber : null),
            RuleHandle = traced.RuleHandle,
            Rule = (step.Found?.Rule is Netfilter.Rule rule ? rule.ToString() : step.Found is { Rule: null, Number: not null, Evidence: Evidence native } ? native.Text : null) ?? (traced.RuleText is string text ? PlainText.Clean(text) : null),
            Comment = comment,
            Target = step.Target is string target ? PlainText.Clean(target) : null,
            Owner = Owner(step, comment),
            Service = Service(step, comment),
            Description = PlainText.Clean(Describe(step, rewritten)),
            Packet = step.Packet,
            Rewritten = rewritten,
            Evidence = [.. new[] { step.Found?.Evidence, traced.Origin }.OfType<Evidence>()],
            Problem = step.Found?.Problem is { Length: > 0 } problem ? problem : null,
            IsDetail = detail,
            Text = traced.Text,
        };
    }

    // A rule that is not known may be anybody's, unless its chain's name tells.
    private static string? Owner(TracedStep step, string comment)
    {
        string owner = ChainOwner.Of(step.Event.Chain, step.Target ?? "", comment);
        return owner != ChainOwner.Unnamed ? owner
            : step.Event.Step == KernelTraceStep.Policy && step.Found?.Rule is null ? (step.Target is null or "ACCEPT" ? PathOwner.Kernel : owner)
            : step.Found?.Rule is not null || step.Event.RuleText is not null ? owner : null;
    }

    private static string Describe(TracedStep step, Packet? rewritten)
    {
        KernelTraceEvent traced = step.Event;
        string place = $"{traced.Table} {traced.Chain}";
        string end = traced.Step switch
        {
            KernelTraceStep.Policy when step.Found?.Rule is null => $"{place} policy {step.Target ?? "(not in the trace)"}",
            KernelTraceStep.Return when step.Found?.Rule is null => $"{place} end of chain",
            _ => $"{place}{Number(step)} {Effect(step)}",
        };
        return rewritten is null || step.Packet is not Packet before ? end
            : $"{end}{(step.Target is "DNAT" or "SNAT" or "REDIRECT" or "NETMAP" or "TPROXY" || step.Event.Step == KernelTraceStep.Rule ? "" : ", then NAT")} {before.DestinationEndpoint} -> {rewritten.DestinationEndpoint}";
    }

    private static string Number(TracedStep step) =>
        (step.Found?.Number ?? step.Event.RuleNumber) is int number ? $" #{number}" : step.Event.RuleHandle is ulong handle ? $" handle {handle}" : "";

    private static string Effect(TracedStep step) =>
        step.Found?.Rule?.Target is Netfilter.Targets.JumpTarget jump ? $"-> {jump.Chain}"
        : step.Event.Target is string chain ? $"-> {chain}"
        : step.Target switch { null => "matched", "" => "no target", string target => target };

    private static string Comment(TracedStep step) => PlainText.Clean(step.Found?.Rule?.Comment ?? CommentIn(step.Event.RuleText) ?? "");

    private static string? CommentIn(string? rule)
    {
        const string Option = "--comment \"";
        int start = RuleWording.IsSave(rule) ? rule!.IndexOf(Option, StringComparison.Ordinal) : -1;
        int end = start < 0 ? -1 : rule!.IndexOf('"', start + Option.Length);
        return end < 0 ? null : rule![(start + Option.Length)..end];
    }

    // Comments of other chains name networks and policies with a slash too.
    private static string? Service(TracedStep step, string comment) =>
        KubeChains.Any(prefix => step.Event.Chain.StartsWith(prefix, StringComparison.Ordinal) || step.Target?.StartsWith(prefix, StringComparison.Ordinal) == true)
        || step.Event.Chain is "KUBE-SERVICES" or "KUBE-NODEPORTS" or "KUBE-EXTERNAL-SERVICES"
            ? ServicePortName.FromComment(comment)?.ToString() : null;

    // From the end: what had an effect, and the jumps that led there. What nobody can look up may have had one.
    private static bool[] Decisive(IReadOnlyList<TracedStep> steps)
    {
        bool[] decisive = new bool[steps.Count];
        HashSet<(string, string)> reached = [];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            TracedStep step = steps[i];
            string? target = step.Target;
            string? chain = (step.Found?.Rule?.Target as Netfilter.Targets.JumpTarget)?.Chain ?? step.Event.Target;
            decisive[i] = step.Event.Step == KernelTraceStep.Rule && chain is not null
                ? reached.Remove((step.Event.Table, chain))
                : target is not ("RETURN" or "CONTINUE" or "TRACE" or "" or "LOG" or "NFLOG" or "BREAK") && (step.Event.Step == KernelTraceStep.Rule || step.Found?.Rule is not null || target is not ("ACCEPT" or null));
            decisive[i] |= i == steps.Count - 1 && target is not ("RETURN" or "ACCEPT");
            if (decisive[i])
            {
                reached.Add((step.Event.Table, step.Event.Chain));
            }
        }

        return decisive;
    }
}
