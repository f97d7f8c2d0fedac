using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7003: a UDP entry sends a client's datagrams to an endpoint that is gone.</summary>
internal static class StaleUdpEntry
{
    private const int MostEvidence = 3;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A stale UDP entry of connection tracking still translates to an endpoint that the rules no longer hold",
        EvidenceNeeded = "The conntrack entry (collected with --entries), and the Service's rules, which hold other endpoints",
        Symptom = "The client times out as long as it sends from the same port, since each datagram prolongs the entry; other clients are served",
        Remedy = "Delete the entries; the next datagram is then translated by the rules. kube-proxy does so when an endpoint goes: entries that stay mean that it was not running then, "
            + "or could not (conntrack is missing in its image).",
        Commands = ["conntrack -D -p udp --orig-dst <address> --orig-port-dst <port> --reply-src <endpoint>", "conntrack -L -p udp --orig-dst <address>"],
        Explains = [.. Endings.EndpointNotReached, .. NodeRouting.WrongDevice.Astray, Disposition.Dropped, Disposition.Rejected],
        OnEveryPath = true,
        OnPath = OnPath,
        OnNode = context => StrayEntry.On(context.Snapshot).Where(IsUdp).GroupBy(stray => (stray.Service.Name, stray.Target)).Select(group => Observe([.. group])),
    };

    // The traced flow's own entry, or those of the same client for the same Service, which another socket of it may have.
    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (context.Trace.Packet.Transport != Protocol.Udp)
        {
            return [];
        }

        bool follows = context.Trace.EntryOutcomes.Contains(context.Outcome);
        StrayEntry[] strays = follows
            ? [.. context.Trace.Entries.Where(entry => entry.IsHost).Select(entry => StrayEntry.Of(entry, context.Snapshot)).OfType<StrayEntry>().Where(IsUdp)]
            : [.. StrayEntry.On(context.Snapshot).Where(stray => IsUdp(stray) && stray.Entry.Original.SourceAddress == context.Trace.Packet.SourceAddress
                && stray.Entry.Original.DestinationAddress == context.Trace.Packet.DestinationAddress && stray.Entry.DestinationPort == context.Trace.Packet.DestinationPort)];
        return strays.Length == 0 ? [] : [Observe(strays) with { Hop = follows ? context.Hops.FirstOrDefault(hop => hop is ConntrackHop) : null }];
    }

    private static bool IsUdp(StrayEntry stray) => stray.Entry.Transport == Protocol.Udp && stray.Entry.NatKind.HasFlag(ConntrackNat.Dnat);

    private static Observation Observe(StrayEntry[] strays)
    {
        StrayEntry first = strays[0];
        string[] clients = [.. strays.Select(stray => stray.Entry.Source).Distinct()];
        return new Observation(
            $"{strays.Length} UDP {(strays.Length == 1 ? "entry" : "entries")} of {string.Join(", ", clients.Take(3))}{(clients.Length > 3 ? ", …" : "")} for {first.Service.Name} still {(strays.Length == 1 ? "goes" : "go")} to {first.Target}; the rules hold {first.Endpoints}",
            [.. strays.Take(MostEvidence).Select(stray => stray.Entry.Evidence).OfType<Evidence>(), .. first.Service.Evidence.Take(1), .. first.Service.Endpoints.SelectMany(endpoint => endpoint.Evidence).TakeLast(1)])
        {
            Subject = first.Service.Name,
            Names = [("address", first.Entry.Destination), ("port", $"{first.Entry.DestinationPort}"), ("endpoint", first.Entry.Reply.Source)],
        };
    }
}
