using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>One rule that matched, as a link of the list of all that matched before it.</summary>
internal sealed record RuleStep(Rule Rule, RuleEffect Effect, Packet Before, Packet After, RuleStep? Previous)
{
    /// <summary>The steps in the order they happened.</summary>
    public static RuleStep[] InOrder(RuleStep? last)
    {
        RuleStep[] steps = new RuleStep[last?.Count ?? 0];
        for (RuleStep? step = last; step is not null; step = step.Previous)
        {
            steps[step.Count - 1] = step;
        }

        return steps;
    }

    private int Count { get; } = Previous is null ? 1 : Previous.Count + 1;
}
