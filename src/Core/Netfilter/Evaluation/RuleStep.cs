using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>One rule that matched, as a link of the list of all that matched before it.</summary>
internal sealed record RuleStep(Rule Rule, RuleEffect Effect, Packet Before, Packet After, RuleStep? Previous)
{
    /// <summary>The steps in the order they happened.</summary>
    public static IReadOnlyList<RuleStep> InOrder(RuleStep? last)
    {
        List<RuleStep> steps = [];
        for (RuleStep? step = last; step is not null; step = step.Previous)
        {
            steps.Add(step);
        }

        steps.Reverse();
        return steps;
    }
}
