using System.Text;

namespace NetPath.Core.Netfilter;

/// <summary>The bytes of an iptables-save dump; rules are cut out of them when they are looked at.</summary>
internal sealed record SaveText(string File, ReadOnlyMemory<byte> Bytes)
{
    public string Slice(RuleSpan span) => Encoding.UTF8.GetString(Bytes.Span.Slice(span.Offset, span.Length));
}
