namespace NetPath.Core.Netfilter.Iptables;

/// <summary>A match or target of a rule cannot be read. Never leaves the parser: the part is kept as unknown, with this reason.</summary>
internal sealed class RuleSyntaxException(string reason) : Exception(reason);
