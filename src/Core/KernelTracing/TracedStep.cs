using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>An event with what is known about it.</summary>
/// <param name="Event">What the kernel reported.</param>
/// <param name="Packet">The headers at that moment; null when no event so far carried them.</param>
/// <param name="Found">What the snapshot holds there; null without a snapshot.</param>
internal sealed record TracedStep(KernelTraceEvent Event, Packet? Packet, FoundRule? Found)
{
    /// <summary>The target's or verdict's name as far as anybody tells: of the rule, of the policy, or of the event.</summary>
    public string? Target => Event.Step switch
    {
        KernelTraceStep.Policy => Found?.Rule?.Target.Name ?? Found?.Policy ?? Event.Verdict?.ToUpperInvariant(),
        _ when Found?.Rule is Netfilter.Rule rule => rule.Target.Name,
        KernelTraceStep.Return => "RETURN",
        _ => RuleTextTarget ?? Event.Target ?? Event.Verdict?.ToUpperInvariant(),
    };

    // "-A KUBE-SEP-… -p tcp … -j DNAT --to-destination …": the last -j or -g, since a comment may hold one too.
    private string? RuleTextTarget
    {
        get
        {
            if (!RuleWording.IsSave(Event.RuleText))
            {
                return null;
            }

            string[] words = Event.RuleText!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int option = Array.FindLastIndex(words, word => word is "-j" or "-g");
            return option >= 0 && option + 1 < words.Length ? words[option + 1] : null;
        }
    }
}
