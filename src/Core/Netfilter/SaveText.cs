using System.Text;

namespace NetPath.Core.Netfilter;

/// <summary>The bytes of an iptables-save dump, and where its rules stand; rules are cut out of them when they are looked at.</summary>
internal sealed record SaveText(string File, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>All rules in the order of the dump. One list for all chains: a chain is mostly two rules, and there are tens of thousands.</summary>
    public List<RuleSpan> Spans { get; } = [];

    public string Slice(RuleSpan span) => Encoding.UTF8.GetString(Bytes.Span.Slice(span.Offset, span.Length));
}
