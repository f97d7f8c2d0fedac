using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter;

/// <summary>
/// A chain. Its rules are parsed one by one when somebody looks at them: a node with ten thousand Services has
/// a quarter of a million rules, and one packet meets about ten.
/// </summary>
public sealed class Chain
{
    private readonly SaveText _text;
    private int _first;
    private List<RuleSpan>? _scattered;
    private Rule?[]? _rules;
    private ChainIndex? _index;

    internal Chain(Table table, string name, SaveText text)
    {
        Table = table;
        Name = name;
        _text = text;
    }

    /// <summary>Name, such as KUBE-SERVICES or PREROUTING.</summary>
    public string Name { get; }

    /// <summary>What happens at the end of a base chain: ACCEPT or DROP; null for a user-defined chain.</summary>
    public string? Policy { get; internal set; }

    /// <summary>The policy's counters of a base chain.</summary>
    public Counters Counters { get; internal set; }

    /// <summary>True when the dump declares the chain; false when rules only use it.</summary>
    public bool IsDeclared { get; internal set; }

    /// <summary>The line that declares the chain; 0 when none does.</summary>
    public int Line { get; internal set; }

    /// <summary>How many rules the chain has.</summary>
    public int RuleCount { get; private set; }

    /// <summary>The rules in order. Looking at all of them parses all of them.</summary>
    public IEnumerable<Rule> Rules => Enumerable.Range(0, RuleCount).Select(RuleAt);

    internal Table Table { get; }

    internal string File => _text.File;

    internal string TextOf(RuleSpan span) => _text.Slice(span);

    internal ChainIndex Index => _index ??= new ChainIndex(this);

    /// <summary>The rule with this number, counted from 1 as iptables and the kernel's trace count.</summary>
    public Rule Rule(int number) => RuleAt(number - 1);

    internal Rule RuleAt(int index)
    {
        Rule?[] rules = _rules ??= new Rule?[RuleCount];
        if (rules[index] is not Rule rule)
        {
            RuleSpan span = _scattered is null ? _text.Spans[_first + index] : _scattered[index];
            rules[index] = rule = RuleParser.Parse(this, index + 1, span, _text.Bytes.Span.Slice(span.Offset, span.Length));
        }

        return rule;
    }

    internal void Add(RuleSpan span)
    {
        if (RuleCount == 0)
        {
            _first = _text.Spans.Count;
        }

        // Dumps list a chain's rules together; a chain that one comes back to keeps a list of its own.
        if (_scattered is null && _first + RuleCount != _text.Spans.Count)
        {
            _scattered = _text.Spans.GetRange(_first, RuleCount);
        }

        (_scattered ?? _text.Spans).Add(span);
        RuleCount++;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
