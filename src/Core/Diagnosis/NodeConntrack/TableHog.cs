using System.Globalization;
using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7007: one pod or Service holds most of the entries of a table that is nearly full.</summary>
internal static class TableHog
{
    private const int Most = 50;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7007",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Most entries of a connection tracking table that is nearly full belong to one pod or Service",
        EvidenceNeeded = "The conntrack entries (collected with --entries), counted by client, destination and endpoint, beside nf_conntrack_count and nf_conntrack_max",
        Symptom = "As with a full table: everybody's new connections time out at random, whoever fills it",
        Remedy = "Look at what that pod does: connections that it opens and never closes, a missing keep-alive or pool, retries without a pause, a scan. Entries that were never "
            + "answered point to a destination that drops packets.",
        Commands = ["conntrack -L --src <address> -o extended | head", "conntrack -L --dst <address> -o extended | head"],
        OnNode = context => context.Network.Spaces.Select(TableUse.Of).OfType<TableUse>().Where(use => use.IsNearlyFull).SelectMany(Hogs),
    };

    private static IEnumerable<Observation> Hogs(TableUse use) => use.Space.Space.ConntrackUsage.Shares
        .Where(share => share.Percent > Most)
        .Select(share => new Observation(
            $"{share.Entries} conntrack entries of {use.Space.Name} ({share.Percent.ToString(CultureInfo.InvariantCulture)} %) are of the {share.Kind.ToLowerInvariant()} {share.Name}{(share.Unreplied > 0 ? $", {share.Unreplied} of them never answered" : "")}",
            [new Evidence($"{use.Space.Space.Path}/{ConntrackEntryReader.PartName}", 0, $"{share.Entries} entries of the {share.Kind.ToLowerInvariant()} {share.Address}"), .. use.Evidence])
        {
            Subject = share.Name,
            Names = [("address", share.Address)],
        });
}
