using System.Globalization;
using System.Text.Json;
using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots;

/// <summary>Reads <c>manifest.json</c>. What it does not know it passes over, so that a later collector may say more.</summary>
internal static class ManifestReader
{
    /// <summary>Reads the manifest.</summary>
    /// <exception cref="SnapshotFormatException">It is not JSON, of another version, or lacks what gives the parts their meaning.</exception>
    public static SnapshotManifest Read(ReadOnlyMemory<byte> json, string source)
    {
        JsonDocument document;
        try
        {
            // A command's standard error may be in any encoding; what is not UTF-8 there becomes replacement characters.
            document = JsonDocument.Parse(JsonText.Readable(json));
        }
        catch (JsonException error)
        {
            throw new SnapshotFormatException(source, $"has a {SnapshotManifest.Path} that is not whole JSON (line {error.LineNumber + 1})", error);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new SnapshotFormatException(source, $"has a {SnapshotManifest.Path} that is no JSON object");
            }

            ManifestElement root = new(document.RootElement, source, "");
            CheckFormat(root, source);
            return ReadRoot(root, source);
        }
    }

    private static void CheckFormat(ManifestElement root, string source)
    {
        string? format = root.OptionalText("format");
        if (format != SnapshotManifest.Format)
        {
            string found = format is null ? "does not say its format" : $"is of format '{PlainText.Clean(format)}'";
            throw new SnapshotFormatException(source, $"{found}, and this version of NetPath reads '{SnapshotManifest.Format}'") { IsNewer = IsNewer(format) };
        }
    }

    /// <summary>The format's number is behind its slash.</summary>
    private static bool IsNewer(string? format)
    {
        int slash = SnapshotManifest.Format.LastIndexOf('/') + 1;
        return format is not null
            && format.StartsWith(SnapshotManifest.Format[..slash], StringComparison.Ordinal)
            && int.TryParse(format.AsSpan(slash), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number > int.Parse(SnapshotManifest.Format.AsSpan(slash), CultureInfo.InvariantCulture);
    }

    private static SnapshotManifest ReadRoot(ManifestElement root, string source)
    {
        SnapshotManifest manifest = new()
        {
            Node = PlainText.Clean(root.Text("node")),
            KernelRelease = PlainText.Clean(root.OptionalText("kernelRelease") ?? ""),
            CollectorVersion = PlainText.Clean(root.OptionalText("collectorVersion") ?? ""),
            Captured = root.Time("captured"),
            DurationMilliseconds = root.OptionalNumber("durationMs") ?? 0,
            Sections = root.Texts("sections").Select(PlainText.Clean).ToArray(),
            Namespaces = root.Items("namespaces").Select(ReadNamespace).ToArray(),
            Files = root.Items("files").Select(ReadFile).ToArray(),
        };
        if (manifest.Namespaces.Count(space => space.Path == "host") != 1)
        {
            throw new SnapshotFormatException(source, $"has a {SnapshotManifest.Path} that does not list the namespace 'host' exactly once");
        }

        return manifest.Namespaces.DistinctBy(space => space.Path).Count() == manifest.Namespaces.Count
            ? manifest
            : throw new SnapshotFormatException(source, $"has a {SnapshotManifest.Path} that lists one namespace twice");
    }

    private static NamespaceRecord ReadNamespace(ManifestElement space) => new(
        space.Text("path"),
        space.Number("inode"),
        (int?)space.OptionalNumber("pid"),
        (int?)space.OptionalNumber("netnsId"),
        Printable(space.OptionalText("name")),
        Printable(space.OptionalText("hostname")),
        Printable(space.OptionalText("podUid")));

    private static CollectedFile ReadFile(ManifestElement file) => new(
        file.Text("path"),
        PlainText.Clean(file.OptionalText("command") ?? ""),
        (int?)file.OptionalNumber("exitCode"),
        file.OptionalNumber("durationMs") ?? 0,
        file.OptionalText("stderr") ?? "",
        file.OptionalText("skipped"));

    private static string? Printable(string? text) => string.IsNullOrEmpty(text) ? null : PlainText.Clean(text);
}
