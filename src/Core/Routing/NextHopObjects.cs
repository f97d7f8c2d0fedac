using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>The next hop objects of a namespace (<c>ip -j nexthop show</c>), which routes name by id.</summary>
internal sealed class NextHopObjects
{
    private readonly Dictionary<long, JsonRow> _rows = [];

    public static NextHopObjects Parse(SnapshotPart? part, List<UnreadEntry> unread)
    {
        NextHopObjects objects = new();
        foreach (JsonRow row in part is null ? [] : JsonListing.Read(part))
        {
            if (row.Number("id") is long id)
            {
                objects._rows[id] = row;
            }
            else
            {
                unread.Add(new UnreadEntry("a next hop object without an id", row.Evidence));
            }
        }

        return objects;
    }

    /// <summary>The next hops behind an id, through groups; null when an object is missing.</summary>
    public List<NextHop>? Resolve(long id) => Resolve(id, 1, 0);

    /// <summary>True when the object, or any of its group, drops the packets.</summary>
    public bool IsBlackhole(long id) => _rows.TryGetValue(id, out JsonRow? row)
        && (row.Has("blackhole") || row.Rows("group").Any(member => member.Number("id") is long inner && inner != id && IsBlackhole(inner)));

    private List<NextHop>? Resolve(long id, int weight, int depth)
    {
        // The kernel allows no groups inside groups, so that a deeper nest is a damaged snapshot.
        if (depth > 1 || !_rows.TryGetValue(id, out JsonRow? row))
        {
            return null;
        }

        IReadOnlyList<JsonRow> members = row.Rows("group");
        if (members.Count == 0)
        {
            return row.Has("blackhole") ? [] : [NextHopParser.Parse(row) with { Weight = weight, Id = id }];
        }

        List<NextHop> all = [];
        foreach (JsonRow member in members)
        {
            List<NextHop>? one = member.Number("id") is long inner ? Resolve(inner, (int)(member.Number("weight") ?? 1), depth + 1) : null;
            if (one is null)
            {
                return null;
            }

            all.AddRange(one);
        }

        return all;
    }
}
