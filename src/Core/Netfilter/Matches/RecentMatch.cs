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
/// <param name="HitCount">How many packets the list must remember; 0 when it does not matter.</param>
/// <param name="ChecksTimeToLive">True with --rttl: only an entry of packets with this time to live counts.</param>
/// <param name="Mask">The bits of the address that count; null for all.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record RecentMatch(
    string Operation,
    string ListName,
    int Seconds,
    bool OfDestination,
    int HitCount,
    bool ChecksTimeToLive,
    IpAddress? Mask,
    bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (Operation == "--set")
        {
            return !Negated;
        }

        IpAddress address = Looked(OfDestination ? context.Packet.DestinationAddress : context.Packet.SourceAddress);
        if (context.Surroundings.RecentEntries(ListName) is not IReadOnlyDictionary<IpAddress, RecentEntry> seen)
        {
            return MatchResult.Unknown($"whether {address} is in the list {ListName} depends on its earlier connections");
        }

        // Forwarding has taken one off already, which the list does not know of.
        int timeToLive = context.Packet.TimeToLive + (context.OutInterface is not null && !context.IsSentHere ? 1 : 0);
        bool found = seen.TryGetValue(address, out RecentEntry entry)
            && (!ChecksTimeToLive || entry.TimeToLive == 0 || entry.TimeToLive == timeToLive);
        // With a count, a rule before this one may have counted the packet itself already: ufw limits by --set, and then --update --hitcount.
        int counted = (found ? entry.Packets : 0) + (HitCount > 1 ? 1 : 0);
        if ((!found && HitCount <= 1) || (Operation != "--remove" && counted < HitCount))
        {
            return Negated;
        }

        if (Operation != "--remove" && (!found || entry.Packets < HitCount))
        {
            return MatchResult.Unknown($"{address} lacks one packet in the list {ListName}, and whether a rule before has counted this one is not followed");
        }

        return Seconds == 0 || Operation == "--remove"
            ? !Negated
            : MatchResult.Unknown($"{address} is in the list {ListName}, and whether its last connection is recent enough ({Seconds} s) is not in the snapshot");
    }

    internal static Match Parse(OptionReader options)
    {
        RecentMatch match = new("", "DEFAULT", 0, false, 0, false, null, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--set" or "--rcheck" or "--update" or "--remove" => match with { Operation = options.Name, Negated = options.Negated },
                "--name" => match with { ListName = options.Value() },
                "--seconds" => match with { Seconds = options.Number() },
                "--hitcount" => match with { HitCount = options.Number() },
                "--rttl" => match with { ChecksTimeToLive = true },
                "--mask" => match with { Mask = MaskOf(options) },
                "--rdest" => match with { OfDestination = true },
                "--reap" or "--rsource" => match,
                _ => throw options.NotUnderstood(),
            };
        }

        return match.Operation.Length > 0 ? match : throw OptionReader.Bad("it says neither --rcheck, --update, --set nor --remove");
    }

    private static IpAddress MaskOf(OptionReader options)
    {
        string text = options.Value();
        return IpAddress.TryParse(text, out IpAddress mask) ? mask : throw options.BadValue(text, "a mask");
    }

    private IpAddress Looked(IpAddress address) =>
        Mask is IpAddress mask && mask.Family == address.Family ? IpAddress.FromBits(address.Bits & mask.Bits, address.Family) : address;
}
