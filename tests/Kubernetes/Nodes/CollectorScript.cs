using System.Text;
using System.Text.Json.Nodes;
using NetPath.Kubernetes.Nodes;

namespace NetPath.KubernetesTests.Nodes;

/// <summary>Stands in for the collector: archives whose contents and faults a test chooses.</summary>
internal static class CollectorScript
{
    /// <summary>A script that archives what a command prints; it fails as the command does.</summary>
    /// <param name="body">The command, which sees the collector's arguments.</param>
    /// <param name="filter">What the archive goes through on its way out.</param>
    public static byte[] Script(string body, string filter = "cat") => Encoding.UTF8.GetBytes($$$"""
        folder=$(mktemp -d) || exit 1
        trap 'rm -rf "$folder"' EXIT
        mkdir -p "$folder/host/dns"
        ( {{{body}}} ) >"$folder/host/dns/resolv.conf" || exit
        cat >"$folder/manifest.json" <<'END'
        {"format":"netpath-snapshot/1","collectorVersion":"0.1.0","node":"some","kernelRelease":"6.18.44","captured":"2026-11-23T02:00:00Z","durationMs":1,"sections":["dns"],
         "namespaces":[{"path":"host","inode":1,"pid":1,"netnsId":null,"name":null,"hostname":"some","podUid":null}],
         "files":[{"path":"host/dns/resolv.conf","command":"cat","exitCode":0,"durationMs":1,"stderr":""}]}
        END
        tar -C "$folder" -czf - manifest.json host | {{{filter}}}

        """);

    /// <summary>A pod of the DaemonSet.</summary>
    public static JsonNode Pod(string node) => JsonNode.Parse($$$"""
        {"metadata":{"name":"collector-{{{node}}}","namespace":"netpath","labels":{"app.kubernetes.io/name":"netpath-collector"}},
         "spec":{"nodeName":"{{{node}}}","containers":[{"name":"collector"}]},"status":{"phase":"Running"}}
        """)!;

    public static async Task<NodeArchive[]> AllAsync(IAsyncEnumerable<NodeArchive> reading)
    {
        List<NodeArchive> read = [];
        await foreach (NodeArchive one in reading)
        {
            read.Add(one);
        }

        return [.. read];
    }
}
