using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NetPath.KubernetesTests.Server;

/// <summary>The objects that the server serves: what a real API server answered, and what tests add.</summary>
internal sealed class ObjectStore
{
    private readonly Dictionary<string, (string Kind, string ApiVersion, List<JsonNode> Items)> _lists = new(StringComparer.Ordinal);

    /// <summary>The recorded cluster.</summary>
    public static ObjectStore Recorded()
    {
        ObjectStore store = new();
        foreach (string name in (string[])["services", "endpointslices", "pods", "nodes", "networkpolicies", "namespaces"])
        {
            JsonNode list = JsonNode.Parse(File.ReadAllText(Fixture.Path($"api/{name}.json")))!;
            store._lists[name] = (((string)list["kind"]!)[..^4], (string)list["apiVersion"]!, [.. list["items"]!.AsArray().Select(item => item!.DeepClone())]);
        }

        return store;
    }

    /// <summary>Makes the objects of a kind from text.</summary>
    public ObjectStore Set(string resource, string kind, string apiVersion, IEnumerable<JsonNode> items)
    {
        _lists[resource] = (kind, apiVersion, [.. items]);
        return this;
    }

    public bool Knows(string resource) => _lists.ContainsKey(resource);

    public List<JsonNode> Items(string resource) => _lists[resource].Items;

    public JsonNode? Find(string resource, string? space, string name) =>
        _lists[resource].Items.FirstOrDefault(item => (string?)item["metadata"]!["name"] == name && (space is null || (string?)item["metadata"]!["namespace"] == space));

    /// <summary>One object as the API gives it alone: with its kind.</summary>
    public JsonObject Alone(string resource, JsonNode item)
    {
        (string kind, string version, _) = _lists[resource];
        JsonObject alone = new() { ["kind"] = kind, ["apiVersion"] = version };
        foreach (KeyValuePair<string, JsonNode?> member in item.AsObject())
        {
            alone[member.Key] = member.Value?.DeepClone();
        }

        return alone;
    }

    /// <summary>A list, or one page of it.</summary>
    /// <param name="resource">The kind's name in paths.</param>
    /// <param name="wanted">Which objects.</param>
    /// <param name="limit">How many a page holds; 0 for all.</param>
    /// <param name="start">Where the page begins.</param>
    public JsonObject List(string resource, Func<JsonNode, bool> wanted, int limit, int start)
    {
        (string kind, string version, List<JsonNode> items) = _lists[resource];
        JsonNode[] all = [.. items.Where(wanted)];
        JsonNode[] page = limit > 0 ? [.. all.Skip(start).Take(limit)] : all;
        JsonObject metadata = new() { ["resourceVersion"] = "784" };
        int next = start + page.Length;
        if (next < all.Length)
        {
            metadata["continue"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"784/{next}"));
            metadata["remainingItemCount"] = all.Length - next;
        }

        return new JsonObject { ["kind"] = $"{kind}List", ["apiVersion"] = version, ["metadata"] = metadata, ["items"] = new JsonArray([.. page.Select(item => item.DeepClone())]) };
    }

    /// <summary>Where the page of a token begins; null for a token that is none.</summary>
    public static int? Start(string token)
    {
        try
        {
            string[] parts = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('/');
            return parts is ["784", string next] ? int.Parse(next, CultureInfo.InvariantCulture) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
