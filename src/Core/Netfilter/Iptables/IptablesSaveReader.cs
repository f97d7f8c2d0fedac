using System.Text;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>
/// Reads what iptables-save, ip6tables-save and their legacy and nft variants print. One pass over the bytes finds tables, chains and
/// where each rule stands; the rules themselves are parsed when they are looked at.
/// </summary>
public sealed class IptablesSaveReader
{
    private readonly SaveText _text;
    private readonly Dictionary<TableKind, Table> _tables = [];
    private readonly List<Evidence> _problems = [];
    private readonly List<Evidence> _gaps = [];
    private readonly DeclaredChains _declared = new();
    private Table? _table;
    private Chain? _chain;
    private int _line;

    private IptablesSaveReader(SnapshotPart part) => _text = new SaveText(part.Path, part.Content);

    /// <summary>Reads a dump. An empty one is a ruleset without tables: the tool prints nothing when nobody ever made a rule.</summary>
    /// <exception cref="SnapshotParseException">The text holds no table at all and is not empty.</exception>
    public static Ruleset Read(SnapshotPart part, IpFamily family, RulesetBackend backend)
    {
        ArgumentNullException.ThrowIfNull(part);
        IptablesSaveReader reader = new(part);
        reader.ReadLines();
        return new Ruleset(part.Path, family, backend, reader._tables, reader._problems, reader._gaps);
    }

    private void ReadLines()
    {
        ReadOnlySpan<byte> bytes = _text.Bytes.Span;
        int offset = 0;
        while (offset < bytes.Length)
        {
            int length = bytes[offset..].IndexOfAny((byte)'\n', (byte)'\r');
            int end = length < 0 ? bytes.Length : offset + length;
            _line++;
            ReadLine(bytes, offset, end);
            offset = end + 1;
            if (offset < bytes.Length && bytes[end] == '\r' && bytes[offset] == '\n')
            {
                offset++;
            }
        }

        if (_table is not null)
        {
            _table.Incomplete ??= new Evidence(_text.File, _line, "the dump ends before COMMIT: rules may be missing");
            _problems.Add(_table.Incomplete);
        }

        if (_tables.Count == 0 && _problems.Count > 0 && !_problems.TrueForAll(IsWarning))
        {
            throw new SnapshotParseException(_text.File, _problems[0].Line, 0, "this is no iptables-save output (no line starts a table with '*')", _problems[0].Text);
        }
    }

    private static bool IsWarning(Evidence problem) => problem.Text.StartsWith("# Warning", StringComparison.OrdinalIgnoreCase);

    private void ReadLine(ReadOnlySpan<byte> bytes, int start, int end)
    {
        while (start < end && bytes[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        ReadOnlySpan<byte> line = bytes[start..end].TrimEnd((byte)' ');
        if (line.IsEmpty)
        {
            return;
        }

        switch (line[0])
        {
            case (byte)'[' or (byte)'-':
                ReadRule(line, start);
                break;
            case (byte)':':
                ReadChain(line);
                break;
            case (byte)'*':
                ReadTable(line);
                break;
            case (byte)'#':
                ReadComment(line);
                break;
            default:
                if (line.SequenceEqual("COMMIT"u8))
                {
                    EndTable();
                }
                else
                {
                    Foreign(line);
                }

                break;
        }
    }

    private void ReadTable(ReadOnlySpan<byte> line)
    {
        string name = Encoding.UTF8.GetString(line[1..]).Trim();
        if (_table is not null)
        {
            _table.Incomplete ??= new Evidence(_text.File, _line, $"the next table starts before COMMIT: rules of {_table.Kind.ToString().ToLowerInvariant()} may be missing");
            _problems.Add(_table.Incomplete);
        }

        EndTable();
        if (!Enum.TryParse(name, ignoreCase: true, out TableKind kind) || name.Length == 0 || char.IsDigit(name[0]))
        {
            Foreign(line);
            return;
        }

        if (!_tables.TryGetValue(kind, out _table))
        {
            _table = new Table(kind);
            _tables.Add(kind, _table);
        }
        else if (_table.Chains.Count > 0)
        {
            // Two dumps in one file: which of them the kernel holds cannot be told.
            Incomplete(_table, $"the dump holds the table {name} twice");
        }
    }

    private void Incomplete(Table table, string why)
    {
        table.Incomplete ??= new Evidence(_text.File, _line, why);
        _problems.Add(new Evidence(_text.File, _line, why));
    }

    private void EndTable()
    {
        _table = null;
        _chain = null;
        _declared.Clear();
    }

    private void ReadChain(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line[1..];
        ReadOnlySpan<byte> name = RuleTokenizer.NextWord(ref rest);
        if (_table is null || name.IsEmpty)
        {
            Foreign(line);
            return;
        }

        Chain chain = _table.GetOrAdd(Encoding.UTF8.GetString(name), _text);
        ReadOnlySpan<byte> policyWord = RuleTokenizer.NextWord(ref rest);
        ReadOnlySpan<byte> counters = RuleTokenizer.NextWord(ref rest);
        string? policy = policyWord.IsEmpty || policyWord.SequenceEqual("-"u8) ? null : Encoding.UTF8.GetString(policyWord);
        if (chain.IsDeclared && chain.Policy != policy)
        {
            Incomplete(_table, $"chain {chain.Name} is declared twice, with the policies {chain.Policy ?? "-"} and {policy ?? "-"}");
        }

        chain.IsDeclared = true;
        chain.Line = _line;
        chain.Policy = policy;
        chain.Counters = counters.IsEmpty || counters.SequenceEqual("[0:0]"u8) ? default : Counters.Parse(Encoding.UTF8.GetString(counters)) ?? default;
        _declared.Add(chain);
    }

    private void ReadRule(ReadOnlySpan<byte> line, int offset)
    {
        int rule = line[0] == '[' ? line.IndexOf("] -A "u8) + 2 : 0;
        ReadOnlySpan<byte> rest = line[rule..];
        if (_table is null || (line[0] == '[' && rule == 1) || !rest.StartsWith("-A "u8))
        {
            Foreign(line);
            return;
        }

        rest = rest[3..];
        ReadOnlySpan<byte> name = RuleTokenizer.NextWord(ref rest);
        if (_chain is null || !Ascii.Equals(name, _chain.Name))
        {
            _chain = _declared.Next(name) ?? _table.GetOrAdd(Encoding.UTF8.GetString(name), _text);
        }

        _chain.Add(new RuleSpan(offset, line.Length, _line));
    }

    private void ReadComment(ReadOnlySpan<byte> line)
    {
        // "# Warning: iptables-legacy tables present, use iptables-legacy-save to see them": this dump is not the whole truth.
        if (line.IndexOf("Warning"u8) >= 0)
        {
            AddProblem(line);
            _gaps.Add(_problems[^1]);
        }
        else if (line.IndexOf("incompatible"u8) >= 0 && line.IndexOf("use 'nft' tool"u8) >= 0)
        {
            Incompatible(line);
        }
    }

    // "# Table `filter' is incompatible, use 'nft' tool.": somebody wrote rules into it with nft, and iptables-save does not show them.
    private void Incompatible(ReadOnlySpan<byte> line)
    {
        AddProblem(line);
        string[] parts = Encoding.UTF8.GetString(line).Split('`', '\'');
        if (parts.Length > 1 && Enum.TryParse(parts[1], ignoreCase: true, out TableKind kind))
        {
            Table table = _tables.GetValueOrDefault(kind) ?? new Table(kind);
            _tables[kind] = table;
            table.Incomplete ??= _problems[^1];
        }
        else
        {
            _gaps.Add(_problems[^1]);
        }
    }

    private void Foreign(ReadOnlySpan<byte> line)
    {
        AddProblem(line);
        if (_table is null)
        {
            _gaps.Add(_problems[^1]);
        }
        else
        {
            _table.Incomplete ??= _problems[^1] with { Text = $"a line that is no rule: {_problems[^1].Text}" };
        }
    }

    private void AddProblem(ReadOnlySpan<byte> line)
    {
        const int Enough = 200;
        if (_problems.Count < 100)
        {
            _problems.Add(new Evidence(_text.File, _line, PlainText.Clean(Encoding.UTF8.GetString(line.Length > Enough ? line[..Enough] : line))));
        }
    }
}
