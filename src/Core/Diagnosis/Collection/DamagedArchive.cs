using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.Collection;

/// <summary>NP9003: the archive was cut off, or parts of it cannot be read.</summary>
internal static class DamagedArchive
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP9003",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The archive is cut off or holds parts that cannot be read; the rest was used",
        EvidenceNeeded = "The place in the archive where reading ended, or the part that is no longer what the tool prints",
        Symptom = "None; rules, routes or pods may be missing in what NetPath says",
        Remedy = "Take the snapshot again, and check that the copy is whole: the size of the file on both sides, and gzip's own test.",
        Commands = ["gzip --test <archive>", "tar --list --gzip --file <archive>"],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        SnapshotContent content = context.Snapshot.Content;
        foreach (string problem in content.Problems)
        {
            yield return new Observation(problem.TrimEnd('.'), [new Evidence(content.Source, 0, problem), .. content.Damaged.Select(part => new Evidence(part.Key, 0, part.Value))])
            {
                Names = [("archive", content.Source)],
            };
        }

        foreach (Observation unread in context.Network.Spaces.SelectMany(space => Unread(space.Netfilter)))
        {
            yield return unread;
        }
    }

    private static IEnumerable<Observation> Unread(NetfilterConfiguration? rules) =>
        from ruleset in rules?.Rulesets ?? []
        from table in ruleset.Tables
        where table.Incomplete is not null
        select new Observation($"{table.Kind.ToString().ToLowerInvariant()} of {ruleset.File} is not whole: {table.Incomplete!.Text}", table.Incomplete) { Subject = ruleset.File };
}
