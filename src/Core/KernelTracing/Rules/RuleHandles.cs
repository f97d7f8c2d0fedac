using System.Text;
using System.Text.Json;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing.Rules;

/// <summary>
/// The handles of all nftables rules of one namespace, from <c>nft -j -a list ruleset</c>. It is read as a stream: on a large node these are a hundred megabytes.
/// </summary>
internal sealed class RuleHandles
{
    private readonly Dictionary<(string Family, string Table, string Chain), HandledChain> _chains = [];
    private readonly SnapshotPart? _part;

    private RuleHandles(SnapshotPart? part, string? problem)
    {
        _part = part;
        Problem = problem;
    }

    /// <summary>Why there are no handles; null when the ruleset was read.</summary>
    public string? Problem { get; private init; }

    /// <summary>True when the ruleset holds any rule.</summary>
    public bool Any => _chains.Count > 0;

    /// <summary>Reads the handles of a namespace.</summary>
    public static RuleHandles Read(NetworkNamespace space)
    {
        try
        {
            SnapshotPart part = space.Part("netfilter/nft-ruleset.json");
            RuleHandles handles = new(part, null);
            handles.ReadAll(part.Content.Span);
            return handles;
        }
        catch (Exception error) when (error is SectionNotCollectedException or JsonException)
        {
            return new RuleHandles(null, error is JsonException ? "the nftables ruleset of the snapshot is not the JSON that nft prints" : error.Message.TrimEnd('.'));
        }
    }

    /// <summary>The chain; null when the ruleset has none of this name.</summary>
    public HandledChain? Find(string family, string table, string chain) => _chains.GetValueOrDefault((family, table, chain));

    /// <summary>A rule's JSON as evidence.</summary>
    public Evidence Evidence(int offset, int length) => new(_part!.Path, 1 + _part.Content.Span[..offset].Count((byte)'\n'), PlainText.Clean(Encoding.UTF8.GetString(_part.Content.Span.Slice(offset, length)).ReplaceLineEndings(" ")));

    private void ReadAll(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return;
        }

        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            // { "nftables": [ { "rule": { … } }, … ] }
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 3 } && reader.ValueTextEquals("rule"u8))
            {
                reader.Read();
                ReadRule(ref reader);
            }
        }
    }

    private void ReadRule(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        int start = (int)reader.TokenStartIndex;
        string family = "", table = "", chain = "";
        ulong? handle = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "family" when reader.TokenType == JsonTokenType.String:
                    family = reader.GetString()!;
                    break;
                case "table" when reader.TokenType == JsonTokenType.String:
                    table = reader.GetString()!;
                    break;
                case "chain" when reader.TokenType == JsonTokenType.String:
                    chain = reader.GetString()!;
                    break;
                case "handle" when reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong number):
                    handle = number;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (handle is ulong known)
        {
            Chain(family, table, chain).Add(known, start, (int)reader.BytesConsumed - start);
        }
    }

    private HandledChain Chain(string family, string table, string chain)
    {
        if (!_chains.TryGetValue((family, table, chain), out HandledChain? found))
        {
            _chains[(family, table, chain)] = found = new HandledChain();
        }

        return found;
    }
}
