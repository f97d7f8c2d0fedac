using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NetPath.KubernetesTests.Server;

/// <summary>Answers one request of a user that is known.</summary>
internal sealed class ApiRoutes(TestApiServer server, string user)
{
    private static readonly Dictionary<string, string> Recorded = new(StringComparer.Ordinal)
    {
        ["/version"] = "version.json",
        ["/api"] = "api.json",
        ["/apis"] = "apis.json",
        ["/api/v1"] = "api.v1.json",
        ["/apis/discovery.k8s.io/v1"] = "apis.discovery.k8s.io.v1.json",
    };

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["/apis/networking.k8s.io/v1"] = """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"networking.k8s.io/v1","resources":[{"name":"networkpolicies","singularName":"networkpolicy","namespaced":true,"kind":"NetworkPolicy","verbs":["get","list","watch"]}]}""",
        ["/apis/apps/v1"] = """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apps/v1","resources":[{"name":"daemonsets","singularName":"daemonset","namespaced":true,"kind":"DaemonSet","verbs":["create","get","list"]}]}""",
        ["/apis/rbac.authorization.k8s.io/v1"] = """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"rbac.authorization.k8s.io/v1","resources":[{"name":"clusterroles","singularName":"clusterrole","namespaced":false,"kind":"ClusterRole","verbs":["create","get","list"]},{"name":"roles","singularName":"role","namespaced":true,"kind":"Role","verbs":["create","get","list"]}]}""",
    };

    public async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!.TrimEnd('/');
        if (Recorded.TryGetValue(path, out string? file))
        {
            await Answers.RecordedAsync(context, 200, file);
            return;
        }

        if (Groups.TryGetValue(path, out string? group))
        {
            await Answers.JsonAsync(context, group);
            return;
        }

        if (ObjectPath.Parse(path) is not ObjectPath target || !server.Store.Knows(target.Resource))
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
            return;
        }

        if (user != "admin")
        {
            await ForbidAsync(context, target);
            return;
        }

        await ServeAsync(context, target);
    }

    private Task ForbidAsync(HttpContext context, ObjectPath target)
    {
        string verb = context.Request.Method switch { "POST" => "create", "DELETE" => "delete", _ => target.Name is null ? "list" : "get" };
        string scope = target.Namespace is null ? "at the cluster scope" : $"in the namespace \"{target.Namespace}\"";
        return Answers.StatusAsync(context, 403, "Forbidden", $"{target.Resource} is forbidden: User \"{user}\" cannot {verb} resource \"{target.Resource}\" in API group \"{target.Group}\" {scope}");
    }

    private async Task ServeAsync(HttpContext context, ObjectPath target)
    {
        switch (context.Request.Method, target)
        {
            case ("GET", { Name: null }) when context.Request.Query["watch"] is ["1"] or ["true"]:
                await WatchAsync(context);
                break;
            case ("GET", { Name: null }):
                await ListAsync(context, target);
                break;
            case (_, { Subresource: "exec" }):
                await server.Nodes.ExecAsync(context, target);
                break;
            case ("GET", { Subresource: null }) when server.Store.Find(target.Resource, target.Namespace, target.Name) is JsonNode item:
                await Answers.JsonAsync(context, server.Store.Alone(target.Resource, item).ToJsonString());
                break;
            case ("POST", { Name: null, Resource: "pods" }):
                await server.Nodes.CreatePodAsync(context, target);
                break;
            case ("DELETE", { Resource: "pods", Name: not null }) when server.Store.Find("pods", target.Namespace, target.Name) is JsonNode pod:
                server.Store.Items("pods").Remove(pod);
                await Answers.JsonAsync(context, server.Store.Alone("pods", pod).ToJsonString());
                break;
            default:
                await Answers.StatusAsync(context, 404, "NotFound", $"{target.Resource} \"{target.Name}\" not found");
                break;
        }
    }

    private async Task ListAsync(HttpContext context, ObjectPath target)
    {
        IQueryCollection query = context.Request.Query;
        int limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        int? start = query["continue"] is [{ Length: > 0 } token] ? ObjectStore.Start(token) : 0;
        if (start is null)
        {
            await Answers.RecordedAsync(context, 400, "error.400-bad-continue.json");
            return;
        }

        JsonObject list = server.Store.List(target.Resource, item => (target.Namespace is null || (string?)item["metadata"]!["namespace"] == target.Namespace) && Selector.Matches(item, query), limit, start.Value);
        await Answers.JsonAsync(context, list.ToJsonString());
    }

    /// <summary>The recorded events, and then nothing more until the client has enough.</summary>
    private static async Task WatchAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(await File.ReadAllTextAsync(Fixture.Path("api/endpointslices.watch.jsonl"), context.RequestAborted), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(TimeSpan.FromSeconds(int.TryParse(context.Request.Query["timeoutSeconds"], out int seconds) ? seconds : 300), context.RequestAborted);
    }
}
