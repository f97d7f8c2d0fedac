namespace NetPath.Core.Packets;

/// <summary>What an ICMP or ICMPv6 packet says.</summary>
/// <param name="Type">Type of the message (RFC 792, RFC 4443).</param>
/// <param name="Code">Code within the type.</param>
internal readonly record struct IcmpMessage(byte Type, byte Code)
{
    /// <summary>The message that answers; null when this one asks nothing.</summary>
    public IcmpMessage? Reply(Protocol protocol) => (protocol, Type) switch
    {
        (Protocol.Icmp, 8) => new IcmpMessage(0, 0),
        (Protocol.Icmp, 13) => new IcmpMessage(14, 0),
        (Protocol.Icmp, 17) => new IcmpMessage(18, 0),
        (Protocol.IcmpV6, 128) => new IcmpMessage(129, 0),
        _ => null,
    };
}
