using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NetPath.KubernetesTests.Server;

/// <summary>The label and field selectors of a list request: equality, which is all that NetPath and these tests ask for.</summary>
internal static class Selector
{
    public static bool Matches(JsonNode item, IQueryCollection query) =>
        Terms(query["labelSelector"]).All(term => (string?)item["metadata"]!["labels"]?[term.Key] == term.Value)
        && Terms(query["fieldSelector"]).All(term => (string?)term.Key.Split('.').Aggregate<string, JsonNode?>(item, (node, step) => node?[step]) == term.Value);

    private static IEnumerable<(string Key, string Value)> Terms(string? selector) => (selector ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(term => term.Split('=', 2))
        .Select(term => (term[0], term[1].TrimStart('=')));
}
