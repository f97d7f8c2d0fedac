using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>One rule: its matches in the order of the dump, and its target.</summary>
public sealed class Rule
{
    private readonly RuleSpan _span;
    private string? _text;
    private Evidence? _evidence;

    internal Rule(Chain chain, int number, RuleSpan span, Counters? counters, IReadOnlyList<Match> matches, Target target)
    {
        Chain = chain;
        Number = number;
        _span = span;
        Counters = counters;
        Matches = matches;
        Target = target;
    }

    /// <summary>The chain that holds the rule.</summary>
    public Chain Chain { get; }

    /// <summary>Place in the chain, counted from 1 as iptables and the kernel's trace count.</summary>
    public int Number { get; }

    /// <summary>Line in the dump, counted from 1.</summary>
    public int Line => _span.Line;

    /// <summary>The line as the tool printed it, with its counters.</summary>
    public string Text => _text ??= Chain.TextOf(_span);

    /// <summary>What the rule has counted; null when the dump holds no counters.</summary>
    public Counters? Counters { get; }

    /// <summary>All conditions; the same kind may stand several times.</summary>
    public IReadOnlyList<Match> Matches { get; }

    /// <summary>What is done when all conditions hold.</summary>
    public Target Target { get; }

    /// <summary>The rule's comments, joined; empty when it has none.</summary>
    public string Comment
    {
        get
        {
            string? comment = null;
            for (int i = 0; i < Matches.Count; i++)
            {
                if (Matches[i] is CommentMatch match)
                {
                    comment = comment is null ? match.Text : $"{comment} {match.Text}";
                }
            }

            return comment ?? "";
        }
    }

    /// <summary>The rule as evidence.</summary>
    public Evidence Evidence => _evidence ??= new(Chain.File, Line, PlainText.Clean(Text));

    /// <summary>The one destination address that the rule asks for, or null when it takes several.</summary>
    internal IpAddress? ExactDestination()
    {
        for (int i = 0; i < Matches.Count; i++)
        {
            if (Matches[i] is AddressMatch { IsSource: false, Negated: false, Prefix: IpPrefix prefix } && prefix.Length == prefix.Address.Width)
            {
                return prefix.Address;
            }
        }

        return null;
    }

    /// <summary>The first match of a kind, or null.</summary>
    internal T? First<T>()
        where T : Match
    {
        for (int i = 0; i < Matches.Count; i++)
        {
            if (Matches[i] is T match)
            {
                return match;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => PlainText.Clean(Text);
}
