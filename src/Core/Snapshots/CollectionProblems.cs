namespace NetPath.Core.Snapshots;

/// <summary>
/// Turns the manifest's failures into sentences. A node that lacks a command lacks it for each of a hundred pods: that is one sentence.
/// Files skipped on purpose are no problems; they keep their reason in <see cref="NodeSnapshot.Commands"/>.
/// </summary>
internal static class CollectionProblems
{
    public static IEnumerable<string> Of(SnapshotManifest manifest) => manifest.Files
        .Where(file => file.Failed && file.Skipped is null)
        .GroupBy(file => (Part: RelativePath(file.Path), file.Reason))
        .Select(group => Sentence(manifest, group.Key.Part, group.Key.Reason!, [.. group]));

    /// <summary>A record may also be about the collecting itself, such as the walk over the pods; then it has no place.</summary>
    private static string Sentence(SnapshotManifest manifest, string part, string reason, CollectedFile[] files) => part.Length == 0
        ? $"{files[0].Path}: {reason}."
        : files[0].Path.StartsWith("kubernetes/", StringComparison.Ordinal)
        ? $"{files[0].Path} was not collected: {reason}."
        : $"{part} was not collected in {Places(manifest, files)}: {reason}.";

    private static string Places(SnapshotManifest manifest, CollectedFile[] files)
    {
        int host = files.Count(file => file.Path.StartsWith("host/", StringComparison.Ordinal));
        int pods = files.Length - host;
        int all = manifest.Namespaces.Count - 1;
        string which = pods switch
        {
            0 => "",
            1 => $"pods/{files.First(file => file.Path.StartsWith("pods/", StringComparison.Ordinal)).Path.Split('/')[1]}",
            _ when pods == all => $"all {all} pods",
            _ => $"{pods} of {all} pods",
        };
        return (host, pods) switch
        {
            ( > 0, > 0) => $"the host and {which}",
            ( > 0, _) => "the host",
            _ => which,
        };
    }

    /// <summary>The path inside the namespace; empty when it names no file in one.</summary>
    private static string RelativePath(string path)
    {
        string[] steps = path.Split('/');
        return string.Join('/', steps.Skip(steps[0] == "pods" ? 2 : 1));
    }
}
