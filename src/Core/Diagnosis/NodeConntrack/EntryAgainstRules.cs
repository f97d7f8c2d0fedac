using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7009: a connection goes on as its entry says, and a new one would go elsewhere.</summary>
internal static class EntryAgainstRules
{
    private const int MostEvidence = 3;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7009",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "A live entry contradicts the rules: its flow goes elsewhere than a new connection would",
        EvidenceNeeded = "The conntrack entry (collected with --entries), and the Service's rules or the way of a new connection",
        Symptom = "Connections that are open go on as before, and only new ones see the change; or the other way round",
        Remedy = "Nothing, where the connections may end by themselves: after a roll-out they do. To send a client elsewhere at once, close its connections, or delete the entries.",
        Commands = ["conntrack -L -p <protocol> --orig-dst <address> --orig-port-dst <port>", "conntrack -D -p <protocol> --orig-dst <address> --orig-port-dst <port> --reply-src <endpoint>"],
        Explains = Endings.All,
        OnEveryPath = true,
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        // Without entries of its flow, as with nearly every trace, there is nothing to compare.
        if (context.Trace.EntryEffect != nameof(EntryEffect.Differs) || context.Trace.Entries is not [ConntrackEntry entry, ..])
        {
            yield break;
        }

        string today = string.Join(" or ", context.Trace.Outcomes.Select(outcome => $"{outcome.Endpoint} ({outcome.Symptom})").Distinct());
        yield return new Observation(
            $"the entry '{entry}' sends this flow to {string.Join(" or ", context.Trace.EntryOutcomes.Select(outcome => $"{outcome.Endpoint} ({outcome.Symptom})").Distinct())}, and a new connection would go to {today}",
            [.. context.Trace.Entries.Select(one => one.Evidence ?? new Evidence(ConntrackEntryReader.PartName, 0, $"{one}"))])
        {
            Hop = context.Hops.FirstOrDefault(hop => hop is ConntrackHop),
            Names = Names(entry),
        };
    }

    // UDP entries to endpoints that are gone are NP7003's.
    private static IEnumerable<Observation> OnNode(NodeContext context) => StrayEntry.On(context.Snapshot)
        .Where(stray => stray.Entry.Transport == Protocol.Tcp || !stray.Entry.NatKind.HasFlag(ConntrackNat.Dnat))
        .GroupBy(stray => (stray.Service.Name, stray.Target))
        .Select(group =>
        {
            StrayEntry first = group.First();
            int count = group.Count();
            return new Observation(
                $"{count} {(count == 1 ? "connection" : "connections")} to {first.Service.Name} {(count == 1 ? "goes" : "go")} to {first.Target}, and the rules hold {first.Endpoints}",
                [.. group.Take(MostEvidence).Select(stray => stray.Entry.Evidence).OfType<Evidence>(), .. first.Service.Evidence.Take(1)])
            {
                Subject = first.Service.Name,
                Names = Names(first.Entry),
            };
        });

    private static (string Word, string Value)[] Names(ConntrackEntry entry) =>
        [("protocol", ProtocolName.Of(entry.Transport)), ("address", entry.Destination), ("port", $"{entry.DestinationPort}"), ("endpoint", entry.Reply.Source)];
}
