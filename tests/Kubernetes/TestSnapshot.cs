using System.Text;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.KubernetesTests;

/// <summary>Snapshots to put API objects into: the recorded node1, or one that holds nothing.</summary>
internal static class TestSnapshot
{
    /// <summary>A node of this name with iptables rules; without rules when null.</summary>
    public static NodeSnapshot Of(string node = "node1", string? rules = null)
    {
        string files = rules is null ? "" : """{"path":"host/netfilter/iptables-nft-save.txt","command":"iptables-nft-save -c","exitCode":0,"durationMs":1,"stderr":""}""";
        string manifest = $$"""
            {"format":"netpath-snapshot/1","collectorVersion":"0.1.0","node":"{{node}}","kernelRelease":"6.18.44","captured":"2026-11-23T02:00:00Z","durationMs":1,
             "sections":["netfilter"],"namespaces":[{"path":"host","inode":1,"pid":1,"netnsId":null,"name":null,"hostname":"{{node}}","podUid":null}],"files":[{{files}}]}
            """;
        List<SnapshotFile> parts = [new("manifest.json", () => new MemoryStream(Encoding.UTF8.GetBytes(manifest)))];
        if (rules is not null)
        {
            parts.Add(new SnapshotFile("host/netfilter/iptables-nft-save.txt", () => new MemoryStream(Encoding.UTF8.GetBytes(rules))));
        }

        return SnapshotArchive.Read(parts, "test");
    }

    public static NodeSnapshot With(KubernetesCollection objects) => objects.AddTo(Of());
}
