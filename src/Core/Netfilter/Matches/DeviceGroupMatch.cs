using System.Globalization;
using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m devgroup: the group of the interface that the packet came in by or leaves by.</summary>
/// <param name="In">Group of the incoming interface with the bits that count; null when it does not matter.</param>
/// <param name="InNegated">True with <c>! --src-group</c>.</param>
/// <param name="Out">Group of the outgoing interface with the bits that count; null when it does not matter.</param>
/// <param name="OutNegated">True with <c>! --dst-group</c>.</param>
public sealed record DeviceGroupMatch((uint Value, uint Mask)? In, bool InNegated, (uint Value, uint Mask)? Out, bool OutNegated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        Truth result = Test(In, InNegated, context.InInterface, context).And(Test(Out, OutNegated, context.OutInterface, context));
        return MatchResult.From(result, "the number of the interface's group is not in the snapshot");
    }

    internal static Match Parse(OptionReader options)
    {
        DeviceGroupMatch match = new(null, false, null, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--src-group" => match with { In = options.MaskedNumber("default"), InNegated = options.Negated },
                "--dst-group" => match with { Out = options.MaskedNumber("default"), OutNegated = options.Negated },
                _ => throw options.NotUnderstood(),
            };
        }

        return match is { In: null, Out: null } ? throw OptionReader.Bad("it has no options: the dump has lost its condition") : match;
    }

    // xt_devgroup.c: the bits that differ, under the mask.
    private static Truth Test((uint Value, uint Mask)? wanted, bool negated, string? device, EvaluationContext context)
    {
        if (wanted is not (uint value, uint mask))
        {
            return Truth.Yes;
        }

        string? name = device is null ? null : context.Surroundings.LinkOf(device)?.Group;
        bool known = uint.TryParse(name == "default" ? "0" : name, NumberStyles.None, CultureInfo.InvariantCulture, out uint group);
        return known ? TruthLogic.From(((group ^ value) & mask) == 0 != negated) : Truth.Unknown;
    }
}
