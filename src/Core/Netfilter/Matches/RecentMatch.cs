using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>
/// -m recent: a list of addresses that were seen (session affinity of kube-proxy). An address that is not in the list does not match; when one that
/// is was last seen, the list tells only in the kernel's own clock.
/// </summary>
/// <param name="Operation">--set, --rcheck, --update or --remove.</param>
/// <param name="ListName">The list, under /proc/net/xt_recent.</param>
/// <param name="Seconds">How long an entry counts, in seconds; 0 without a limit.</param>
/// <param name="OfDestination">True with --rdest: the destination is looked up.</param>
/// <param name="Narrowed">A further condition on the entry (--hitcount, --rttl, a --mask of less than all bits), as text; null without.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record RecentMatch(string Operation, string ListName, int Seconds, bool OfDestination, string? Narrowed, bool Negated) : Match
{
    private static readonly string[] FullMasks = ["255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];

    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (Operation == "--set")
        {
            return !Negated;
        }

        IpAddress address = OfDestination ? context.Packet.DestinationAddress : context.Packet.SourceAddress;
        if (Narrowed?.StartsWith("--mask", StringComparison.Ordinal) == true || context.RecentAddresses(ListName) is not IReadOnlySet<IpAddress> seen)
        {
            return MatchResult.Unknown($"whether {address} is in the list {ListName} depends on its earlier connections");
        }

        if (!seen.Contains(address))
        {
            return Negated;
        }

        return Seconds == 0 && Narrowed is null
            ? !Negated
            : MatchResult.Unknown($"{address} is in the list {ListName}, and whether its last connection is recent enough ({Narrowed ?? $"{Seconds} s"}) is not in the snapshot");
    }

    internal static Match Parse(OptionReader options)
    {
        RecentMatch match = new("", "DEFAULT", 0, false, null, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--set" or "--rcheck" or "--update" or "--remove" => match with { Operation = options.Name, Negated = options.Negated },
                "--name" => match with { ListName = options.Value() },
                "--seconds" => match with { Seconds = options.Number() },
                "--hitcount" => match with { Narrowed = $"--hitcount {options.Value()}" },
                "--rttl" => match with { Narrowed = "--rttl" },
                "--mask" => match.WithMask(options.Value()),
                "--rdest" => match with { OfDestination = true },
                "--reap" or "--rsource" => match,
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }

    private RecentMatch WithMask(string mask) => FullMasks.Contains(mask) ? this : this with { Narrowed = $"--mask {mask}" };
}
