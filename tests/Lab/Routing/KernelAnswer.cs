using System.Text.Json;
using System.Text.RegularExpressions;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using Xunit;

namespace NetPath.Lab.Routing;

/// <summary>What the kernel says to <c>ip route get</c>: an error, or a way.</summary>
internal sealed partial record KernelAnswer(string? Error, string? Type, string? Table, string? Device, string? Gateway, string? Source)
{
    /// <summary>The answers to the lines of a batch, in order. Each line gives one array on standard output or one number on standard error.</summary>
    public static List<KernelAnswer> Read(int count, string output, string errors)
    {
        Dictionary<int, string> failed = FailurePattern().Matches(errors).ToDictionary(match => int.Parse(match.Groups[2].Value), match => match.Groups[1].Value);
        Queue<JsonElement> found = new(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement[0]));
        List<KernelAnswer> answers = [.. Enumerable.Range(1, count).Select(line => failed.TryGetValue(line, out string? error) ? new KernelAnswer(error, null, null, null, null, null) : Way(found.Dequeue()))];
        Assert.Empty(found);
        return answers;
    }

    /// <summary>What the kernel would have to say for this lookup to be right, as one line; several lines where a hash chooses.</summary>
    public static IReadOnlyList<string> Expected(RouteLookup lookup) => lookup.Result switch
    {
        // The kernel gives the same error for "no route" and for an unreachable rule; only a route gives EHOSTUNREACH.
        RouteResult.NoRoute => ["Network is unreachable"],
        RouteResult.Unreachable => [lookup.Route is null ? "Network is unreachable" : "No route to host"],
        RouteResult.Prohibit => ["Permission denied"],
        RouteResult.Blackhole => ["Invalid argument"],
        RouteResult.Found => [.. lookup.NextHops.Select(path => Line(
            lookup.Route is Route route && route.Type != RouteType.Unicast ? route.Type.ToString().ToLowerInvariant() : "unicast",
            lookup.Table ?? "main", path.Device, path.Gateway, lookup.Query.Source is null ? path.PreferredSource : null))],
        _ => ["unknown"],
    };

    public override string ToString() => Error ?? Line(Type ?? "unicast", Table ?? "main", Device, Gateway, Source);

    private static string Line(string type, string table, string? device, string? gateway, string? source) =>
        $"{type} via {gateway ?? "-"} dev {device} table {table} src {source ?? "-"}";

    private static KernelAnswer Way(JsonElement answer) => new(
        null,
        Text(answer, "type"),
        Text(answer, "table"),
        Text(answer, "dev"),
        Normal(answer.TryGetProperty("via", out JsonElement via) ? Text(via, "host") : Text(answer, "gateway")),
        Normal(Text(answer, "prefsrc")));

    private static string? Normal(string? address) => address is null ? null : IpAddress.Parse(address).ToString();

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    [GeneratedRegex(@"(?:RTNETLINK answers|Error): ([^\n]*)\nCommand failed -:(\d+)")]
    private static partial Regex FailurePattern();
}
