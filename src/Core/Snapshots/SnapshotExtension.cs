using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NetPath.Core.Snapshots;

/// <summary>Makes a new snapshot of one that is there and of parts that join it. The manifest then lists them like those of the collector.</summary>
internal static class SnapshotExtension
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>Adds parts; one of the same path is replaced.</summary>
    public static NodeSnapshot Add(NodeSnapshot snapshot, string section, IReadOnlyCollection<AddedPart> added)
    {
        SnapshotContent content = snapshot.Content;
        byte[] manifestBytes = Manifest(content, section, added);
        Dictionary<string, ReadOnlyMemory<byte>> parts = content.Parts.ToDictionary(part => part.Path, part => part.Content, StringComparer.Ordinal);
        foreach (AddedPart one in added)
        {
            parts[one.Part.Path] = one.Part.Content;
        }

        HashSet<string> replaced = [.. added.Select(one => one.Part.Path)];
        Dictionary<string, string> damaged = content.Damaged.Where(part => !replaced.Contains(part.Key)).ToDictionary();
        return new NodeSnapshot(new SnapshotContent(ManifestReader.Read(manifestBytes, content.Source), manifestBytes, parts, damaged, content.Problems, content.Source));
    }

    private static byte[] Manifest(SnapshotContent content, string section, IReadOnlyCollection<AddedPart> added)
    {
        // Read as text: what is not UTF-8 in some command's standard error becomes replacement characters, as when it was first read.
        JsonNode root = JsonNode.Parse(Encoding.UTF8.GetString(content.ManifestBytes.Span))!;
        JsonArray sections = root["sections"]!.AsArray();
        if (!sections.Any(item => (string?)item == section))
        {
            sections.Add((JsonNode?)section);
        }

        JsonArray files = root["files"]!.AsArray();
        foreach (AddedPart one in added)
        {
            foreach (JsonNode? old in files.Where(file => (string?)file!["path"] == one.Part.Path).ToArray())
            {
                files.Remove(old);
            }

            files.Add(new JsonObject { ["path"] = one.Part.Path, ["command"] = one.Command, ["exitCode"] = 0, ["durationMs"] = 0, ["stderr"] = "" });
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString(Readable));
    }
}
