using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>The network interfaces of one namespace.</summary>
public sealed class LinkTable
{
    private readonly Dictionary<string, Link> _names = [];
    private readonly Dictionary<int, Link> _indexes = [];

    private LinkTable(IReadOnlyList<Link> links, IReadOnlyList<UnreadEntry> unread)
    {
        Unread = unread;
        foreach (Link link in links)
        {
            _indexes.TryAdd(link.Index, link);
            _names.TryAdd(link.Name, link);
        }

        foreach ((Link link, string name) in links.SelectMany(link => link.AlternativeNames.Select(name => (link, name))))
        {
            _names.TryAdd(name, link);
        }

        // ip prints a link in the same namespace by name alone; its index follows.
        Links = [.. links.Select(link => link.LinkIndex is null && link.LinkName is string behind && _names.TryGetValue(behind, out Link? found) ? link with { LinkIndex = found.Index } : link)];
        foreach (Link link in Links)
        {
            _indexes[link.Index] = link;
            _names[link.Name] = link;
        }
    }

    /// <summary>Every interface in the order of the dump.</summary>
    public IReadOnlyList<Link> Links { get; }

    /// <summary>Entries that were not understood.</summary>
    public IReadOnlyList<UnreadEntry> Unread { get; }

    /// <summary>The interface of that name or alternative name; null when there is none.</summary>
    public Link? Find(string name) => _names.GetValueOrDefault(name);

    /// <summary>The interface with that index; null when there is none.</summary>
    public Link? Find(int index) => _indexes.GetValueOrDefault(index);

    /// <summary>Reads what <c>ip -j -d link show</c> printed; without -d, kinds and their details are not known.</summary>
    /// <exception cref="SnapshotParseException">The part is not the JSON of this tool.</exception>
    public static LinkTable Parse(SnapshotPart part)
    {
        List<Link> links = [];
        List<UnreadEntry> unread = [];
        foreach (JsonRow row in JsonListing.Read(part))
        {
            if (LinkParser.Parse(row) is Link link)
            {
                links.Add(link);
            }
            else
            {
                unread.Add(new UnreadEntry("a link without index or name", row.Evidence));
            }
        }

        return new LinkTable(links, unread);
    }
}
