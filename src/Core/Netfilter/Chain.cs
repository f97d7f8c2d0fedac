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
        // Walks run beside each other, and compare rules by reference: the first that is parsed is the one.
        Rule?[] rules = _rules ?? Interlocked.CompareExchange(ref _rules, new Rule?[RuleCount], null) ?? _rules;
        if (rules[index] is Rule known)
        {
            return known;
        }

        RuleSpan span = SpanAt(index);
        Rule rule = RuleParser.Parse(this, index + 1, span, _text.Bytes.Span.Slice(span.Offset, span.Length));
        return Interlocked.CompareExchange(ref rules[index], rule, null) ?? rule;
    }

    /// <summary>The rule as the tool printed it, without parsing it.</summary>
    internal ReadOnlySpan<byte> BytesAt(int index)
    {
        RuleSpan span = SpanAt(index);
        return _text.Bytes.Span.Slice(span.Offset, span.Length);
    }

    /// <summary>The line of a rule, without parsing it.</summary>
    internal int LineAt(int index) => SpanAt(index).Line;

    private RuleSpan SpanAt(int index) => _scattered is null ? _text.Spans[_first + index] : _scattered[index];

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
