using System.Text;
using System.Text.Json;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

/// <summary>Builds snapshots of made-up nodes: a host and the pods that the paths name.</summary>
internal sealed class TestSnapshot
{
    private readonly List<(string Path, byte[] Content)> _parts = [];
    private readonly List<object> _files = [];
    private readonly List<object> _namespaces = [Namespace("host", 4026531840, 1, null, null, "node1", null)];

    /// <summary>Members of the manifest that a test replaces; a null value takes the member away.</summary>
    public Dictionary<string, object?> Changes { get; } = [];

    public TestSnapshot With(string path, string content, int exitCode = 0, string stderr = "", bool listed = true) =>
        With(path, Encoding.UTF8.GetBytes(content), exitCode, stderr, listed);

    public TestSnapshot With(string path, byte[] content, int exitCode = 0, string stderr = "", bool listed = true)
    {
        _parts.Add((path, content));
        return listed ? Listed(path, exitCode, stderr) : this;
    }

    /// <summary>A record without the file.</summary>
    public TestSnapshot Listed(string path, int? exitCode, string stderr = "", string? skipped = null)
    {
        string command = $"print {path[(path.LastIndexOf('/') + 1)..]}";
        _files.Add(new { path, command, exitCode, durationMs = 12, stderr, skipped });
        return this;
    }

    public TestSnapshot WithPod(long inode, int? netnsId = null, string? name = null, string? hostname = null, string? podUid = null)
    {
        _namespaces.Add(Namespace($"pods/{inode}", inode, 1234, netnsId, name, hostname, podUid));
        return this;
    }

    /// <summary>The snapshot as NetPath reads it from a folder.</summary>
    public NodeSnapshot Read() =>
        SnapshotArchive.Read(Files().Select(file => new SnapshotFile(file.Path, () => new MemoryStream(file.Content))), "test", cancellation: TestContext.Current.CancellationToken);

    /// <summary>All files, the manifest first.</summary>
    public IEnumerable<(string Path, byte[] Content)> Files() => _parts.Prepend(("manifest.json", Manifest()));

    public byte[] Manifest()
    {
        Dictionary<string, object?> manifest = new()
        {
            ["format"] = "netpath-snapshot/1",
            ["collectorVersion"] = "0.1.0",
            ["node"] = "node1",
            ["kernelRelease"] = "6.18.44",
            ["captured"] = "2026-11-23T02:00:00Z",
            ["durationMs"] = 312,
            ["sections"] = new[] { "netfilter", "routing", "links", "pods", "conntrack", "dns", "sysctl", "sockets" },
            ["namespaces"] = _namespaces,
            ["files"] = _files,
        };
        foreach ((string name, object? value) in Changes)
        {
            manifest[name] = value;
        }

        return JsonSerializer.SerializeToUtf8Bytes(manifest);
    }

    private static object Namespace(string path, long inode, int pid, int? netnsId, string? name, string? hostname, string? podUid) =>
        new { path, inode, pid, netnsId, name, hostname, podUid };
}
