using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>A set of addresses, networks, ports and the like that rules ask for (<c>-m set --match-set</c>).</summary>
public sealed class Ipset
{
    private readonly Lazy<IpsetContents> _contents;

    internal Ipset(IpsetHeader header, Evidence evidence, Func<IpsetContents> contents)
    {
        Header = header;
        Evidence = evidence;
        _contents = new Lazy<IpsetContents>(contents);
    }

    /// <summary>The name that rules use.</summary>
    public string Name => Header.Name;

    /// <summary>How it stores what, such as <c>hash:ip,port</c>.</summary>
    public string TypeName => Header.TypeName;

    /// <summary>The IP version of its addresses; null when it has none, or holds other sets.</summary>
    public IpFamily? Family => Header.Family;

    /// <summary>The line that creates it.</summary>
    public Evidence Evidence { get; }

    /// <summary>How many elements the dump holds.</summary>
    public int EntryCount { get; internal set; }

    internal IpsetHeader Header { get; }

    internal IpsetContents Contents => _contents.Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({TypeName}, {EntryCount} entries)";
}
