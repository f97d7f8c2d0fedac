using System.Text.Json;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>Finds the base chains of native nftables tables in what <c>nft -j list ruleset</c> prints.</summary>
internal static class NativeRulesetReader
{
    private static readonly string[] IptablesTables = ["raw", "mangle", "nat", "filter", "security"];
    private static readonly string[] StoppingWords = ["\"drop\"", "\"reject\"", "\"queue\"", "\"vmap\""];
    private static readonly string[] DivertingWords = ["\"dnat\"", "\"redirect\""];
    private static readonly string[] IptablesChains = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

    public static IReadOnlyList<NativeBaseChain> Read(SnapshotPart part)
    {
        if (part.Content.IsEmpty)
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(JsonText.Readable(part.Content));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("nftables", out JsonElement objects)
                && objects.ValueKind == JsonValueKind.Array
                ? Read(part.Path, objects)
                : throw new SnapshotParseException(part.Path, 1, 0, "there is no 'nftables' list in what nft printed", "");
        }
        catch (JsonException e)
        {
            throw new SnapshotParseException(part.Path, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, "this is not the JSON that nft prints", "", e);
        }
    }

    private static List<NativeBaseChain> Read(string file, JsonElement objects)
    {
        Dictionary<string, int> rules = [];
        Dictionary<string, int> stopping = [];
        Dictionary<string, int> diverting = [];
        List<JsonElement> chains = [];
        foreach (JsonElement item in objects.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            if (item.TryGetProperty("chain", out JsonElement chain) && chain.ValueKind == JsonValueKind.Object && chain.TryGetProperty("hook", out _))
            {
                chains.Add(chain);
            }
            else if (item.TryGetProperty("rule", out JsonElement rule) && rule.ValueKind == JsonValueKind.Object)
            {
                string key = Key(rule, "chain");
                rules[key] = rules.GetValueOrDefault(key) + 1;
                string text = rule.GetRawText();
                Count(stopping, TableKey(rule), text, StoppingWords);
                Count(diverting, TableKey(rule), text, DivertingWords);
            }
        }

        return [.. chains.Where(chain => !IsIptables(chain)).Select(chain => Make(
            file,
            chain,
            rules.GetValueOrDefault(Key(chain, "name")),
            stopping.GetValueOrDefault(TableKey(chain)),
            Text(chain, "type") == "nat" ? diverting.GetValueOrDefault(TableKey(chain)) : 0))];
    }

    private static void Count(Dictionary<string, int> counts, string table, string rule, string[] words) =>
        counts[table] = counts.GetValueOrDefault(table) + (Array.Exists(words, word => rule.Contains(word, StringComparison.Ordinal)) ? 1 : 0);

    private static NativeBaseChain Make(string file, JsonElement chain, int rules, int stopping, int diverting)
    {
        int priority = chain.TryGetProperty("prio", out JsonElement prio) && prio.ValueKind == JsonValueKind.Number && prio.TryGetInt32(out int number) ? number : 0;
        string policy = Text(chain, "policy");
        return new NativeBaseChain(
            Text(chain, "family"),
            Text(chain, "table"),
            Text(chain, "name"),
            Text(chain, "hook"),
            priority,
            policy.Length > 0 ? policy : "accept",
            rules,
            stopping,
            diverting,
            new Evidence(file, 0, chain.GetRawText().ReplaceLineEndings(" ")));
    }

    private static bool IsIptables(JsonElement chain) =>
        Text(chain, "family") is "ip" or "ip6" && IptablesTables.Contains(Text(chain, "table")) && IptablesChains.Contains(Text(chain, "name"));

    private static string TableKey(JsonElement item) => $"{Text(item, "family")} {Text(item, "table")}";

    private static string Key(JsonElement item, string chain) => $"{Text(item, "family")} {Text(item, "table")} {Text(item, chain)}";

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
