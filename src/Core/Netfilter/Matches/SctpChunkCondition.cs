using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>
/// --chunk-types of -m sctp: what the packet carries. The packets of a walk open an association, and carry one chunk: INIT there and INIT ACK back
/// (RFC 9260, section 5.1).
/// </summary>
/// <param name="Kind">any: one of the chunks is there; all: all are there; only: nothing else is there.</param>
/// <param name="Chunks">The chunks as the rule gives them, without their flags, which these two have none of; ALL for every type.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record SctpChunkCondition(string Kind, IReadOnlyList<string> Chunks, bool Negated)
{
    internal Truth Holds(Connection? connection)
    {
        if (connection is not { IsTracked: true })
        {
            return Truth.Unknown;
        }

        string carried = connection.IsReply ? "INIT_ACK" : "INIT";
        bool listed = Chunks.Contains(carried) || Chunks.Contains("ALL");
        bool result = Kind == "all" ? Chunks.All(chunk => chunk == carried) : listed;
        return TruthLogic.From(result != Negated);
    }

    internal static SctpChunkCondition Parse(OptionReader options)
    {
        string kind = options.Value();
        bool negated = options.Negated;
        if (kind is not ("any" or "all" or "only"))
        {
            throw options.BadValue(kind, "any, all or only");
        }

        string[] chunks = [.. options.Value().ToUpperInvariant().Split(',').Select(chunk => chunk.Split(':')[0]).Where(chunk => chunk != "NONE")];
        return new SctpChunkCondition(kind, chunks, negated);
    }
}
