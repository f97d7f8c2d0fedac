using System.Text.Json.Nodes;
using NetPath.Kubernetes.Nodes;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>The files in deploy/ are what kubectl takes, and grant no more than is used.</summary>
public sealed class DeploymentFilesTests
{
    [Fact]
    public async Task The_DaemonSet_has_what_the_module_looks_for()
    {
        JsonNode[] objects = await DryRunAsync("netpath-collector.yaml");

        Assert.Equal(["Namespace netpath", "DaemonSet netpath-collector"], objects.Select(Name));
        JsonNode set = objects[1];
        JsonNode pod = set["spec"]!["template"]!;
        Assert.Equal(new NodeOptions { Script = default }.Namespace, (string?)set["metadata"]!["namespace"]);
        Assert.Equal(NodeOptions.CollectorLabel, $"app.kubernetes.io/name={pod["metadata"]!["labels"]!["app.kubernetes.io/name"]}");
        Assert.Equal(["audit", "enforce", "warn"], objects[0]["metadata"]!["labels"]!.AsObject().Where(label => (string?)label.Value == "privileged").Select(label => label.Key.Split('/')[1]).Order());
        Assert.True((bool)pod["spec"]!["hostPID"]!);
        Assert.True((bool)pod["spec"]!["hostNetwork"]!);
        Assert.Equal("""[{"operator":"Exists"}]""", pod["spec"]!["tolerations"]!.ToJsonString());
        JsonNode container = pod["spec"]!["containers"]![0]!;
        Assert.Equal(new NodeOptions { Script = default }.DebugImage, (string?)container["image"]);
        Assert.True((bool)container["securityContext"]!["privileged"]!);
        Assert.NotNull(container["resources"]!["requests"]);
        Assert.NotNull(container["resources"]!["limits"]);
    }

    [Fact]
    public async Task The_roles_grant_the_least()
    {
        JsonNode[] objects = await DryRunAsync("rbac.yaml");

        Assert.Equal(
            [
                "ClusterRole netpath-objects: services,pods,nodes list; endpointslices list; networkpolicies list; ippools,blockaffinities list",
                "Role netpath-nodes: pods list; pods/exec get,create",
                "Role netpath-debug-pods: pods create,get,delete",
            ],
            objects.Select(role => $"{Name(role)}: {string.Join("; ", role["rules"]!.AsArray().Select(rule => $"{Words(rule!["resources"])} {Words(rule["verbs"])}"))}"));
    }

    private static async Task<JsonNode[]> DryRunAsync(string file)
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        (int code, string output, string errors) = await Kubectl.RunAsync(server, $"create --dry-run=client --validate=false -o json -f '{Path.Combine(AppContext.BaseDirectory, "deploy", file)}'");
        Assert.True(code == 0, errors);
        // kubectl prints one object after the other, or a list of them.
        JsonNode[] objects = [.. Documents(output)];
        return objects is [JsonNode list] && (string?)list["kind"] == "List" ? [.. list["items"]!.AsArray().Select(item => item!)] : objects;
    }

    private static IEnumerable<JsonNode> Documents(string text) =>
        text.Split("\n}\n", StringSplitOptions.RemoveEmptyEntries).Where(part => part.Trim().Length > 0).Select(part => JsonNode.Parse(part.TrimEnd().EndsWith('}') && Balanced(part) ? part : $"{part}\n}}")!);

    private static bool Balanced(string text) => text.Count(character => character == '{') == text.Count(character => character == '}');

    private static string Name(JsonNode item) => $"{item["kind"]} {item["metadata"]!["name"]}";

    private static string Words(JsonNode? list) => string.Join(',', list!.AsArray().Select(item => (string?)item));
}
