using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>What the <c>create</c> line of a set says that matters to look something up in it.</summary>
internal sealed record IpsetHeader
{
    public required string Name { get; init; }

    public required string TypeName { get; init; }

    /// <summary>The parts of an element; empty for a type that is not known.</summary>
    public IReadOnlyList<IpsetField> Fields { get; init; } = [];

    /// <summary>The IP version of its addresses; null for the types that take packets of both.</summary>
    public IpFamily? Family { get; init; }

    /// <summary>The bits of an address that count (netmask, bitmask); null for all.</summary>
    public UInt128? AddressMask { get; init; }

    /// <summary>The bits of a mark that count.</summary>
    public uint MarkMask { get; init; } = uint.MaxValue;

    /// <summary>Elements leave the set by themselves.</summary>
    public bool HasTimeouts { get; init; }

    /// <summary>Each element counts what it matched, so that rules may ask for that.</summary>
    public bool HasCounters { get; init; }

    /// <summary>Why the set cannot be asked; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>IPSET_TYPE_NOMATCH: elements can be exceptions.</summary>
    public bool HasExceptions => Fields.Contains(IpsetField.Network);

    /// <summary>hash:ip, whose packets without an address (0.0.0.0) are in no set.</summary>
    public bool RefusesZero => TypeName == "hash:ip";
}
