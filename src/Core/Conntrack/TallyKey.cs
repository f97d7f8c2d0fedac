using NetPath.Core.Packets;

namespace NetPath.Core.Conntrack;

/// <summary>An end of connections: address, port and protocol.</summary>
internal readonly record struct TallyKey(Protocol Protocol, IpAddress Address, int? Port);
