using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.Conntrack;

/// <summary>Gathers one direction of an entry from its fields, such as <c>src=10.0.0.1</c>.</summary>
internal sealed class FlowText
{
    private IpAddress? _source;
    private IpAddress? _destination;
    private int? _sourcePort;
    private int? _destinationPort;
    private int? _type;
    private int? _code;
    private int? _id;
    private int? _sourceKey;
    private int? _destinationKey;
    private long? _packets;
    private long? _bytes;

    /// <summary>Takes a field.</summary>
    /// <returns>Null when it is none of a direction's; false when its value cannot be.</returns>
    public bool? TryTake(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "src":
                return TakeAddress(value, ref _source);
            case "dst":
                return TakeAddress(value, ref _destination);
            case "sport":
                return TakePort(value, ref _sourcePort);
            case "dport":
                return TakePort(value, ref _destinationPort);
            case "type":
                return TakePort(value, ref _type);
            case "code":
                return TakePort(value, ref _code);
            // The kernel's number of the whole entry has the same name, and comes behind everything else.
            case "id" when _type is not null && _id is null:
                return TakePort(value, ref _id);
            case "srckey":
                return TakeKey(value, ref _sourceKey);
            case "dstkey":
                return TakeKey(value, ref _destinationKey);
            case "packets":
                return TakeCount(value, ref _packets);
            case "bytes":
                return TakeCount(value, ref _bytes);
            default:
                return null;
        }
    }

    /// <summary>The direction; null when an address is missing.</summary>
    public ConntrackFlow? Build() => _source is IpAddress source && _destination is IpAddress destination && source.Family == destination.Family
        ? new ConntrackFlow(source, destination, _sourcePort, _destinationPort)
        {
            IcmpType = _type,
            IcmpCode = _code,
            IcmpId = _id,
            SourceKey = _sourceKey,
            DestinationKey = _destinationKey,
            Packets = _packets,
            Bytes = _bytes,
        }
        : null;

    private static bool TakeAddress(ReadOnlySpan<char> value, ref IpAddress? field)
    {
        bool known = IpAddress.TryParse(value, out IpAddress address);
        field = known && field is null ? address : null;
        return field is not null;
    }

    private static bool TakePort(ReadOnlySpan<char> value, ref int? field)
    {
        bool known = ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port);
        field = known ? port : null;
        return known;
    }

    private static bool TakeKey(ReadOnlySpan<char> value, ref int? field)
    {
        bool known = value.StartsWith("0x", StringComparison.Ordinal)
            ? ushort.TryParse(value[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort key)
            : ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out key);
        field = known ? key : null;
        return known;
    }

    private static bool TakeCount(ReadOnlySpan<char> value, ref long? field)
    {
        bool known = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long count);
        field = known ? count : null;
        return known;
    }
}
