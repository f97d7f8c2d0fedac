using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>
/// -m ipv6header: which headers follow that of IPv6 (net/ipv6/netfilter/ip6t_ipv6header.c). The packets of a walk have that of the transport protocol
/// and no other.
/// </summary>
/// <param name="Headers">The headers, by their short names.</param>
/// <param name="Soft">True with --soft: further headers may follow.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record Ipv6HeaderMatch(IReadOnlyList<string> Headers, bool Soft, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        bool found = Soft
            ? Headers.All(header => header == "prot")
            : Headers.Count == 1 && Headers[0] == "prot";
        // With --soft the kernel inverts each header by itself: none of them may be there.
        return Negated ? Soft ? !Headers.Contains("prot") : !found : found;
    }

    internal static Match Parse(OptionReader options)
    {
        Ipv6HeaderMatch match = new([], false, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--header" => match with { Headers = Names(options), Negated = options.Negated },
                "--soft" => match with { Soft = true },
                _ => throw options.NotUnderstood(),
            };
        }

        return match.Headers.Count == 0 ? throw OptionReader.Bad("it names no header: the dump has lost its condition") : match;
    }

    private static string[] Names(OptionReader options) => [.. options.Value().Split(',').Select(name => name switch
    {
        "hop" or "hop-by-hop" or "0" => "hop",
        "dst" or "ipv6-opts" or "60" => "dst",
        "route" or "ipv6-route" or "43" => "route",
        "frag" or "ipv6-frag" or "44" => "frag",
        "auth" or "ah" or "51" => "auth",
        "esp" or "50" => "esp",
        "none" or "ipv6-nonxt" or "59" => "none",
        "prot" or "protocol" or "255" => "prot",
        _ => throw options.BadValue(name, "a header"),
    }).Distinct()];
}
