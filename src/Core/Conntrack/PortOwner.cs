using NetPath.Core.Packets;

namespace NetPath.Core.Conntrack;

/// <summary>Whose source ports connections take, and towards whom: of these each port is there once.</summary>
/// <param name="Translated">True for a masquerade (SNAT) address, which many clients share; false for a client's own.</param>
/// <param name="Protocol">The transport protocol.</param>
/// <param name="Address">The address whose ports they are.</param>
/// <param name="Destination">Towards whom: behind SNAT who answers, else what the client asked for.</param>
/// <param name="DestinationPort">The port there.</param>
internal readonly record struct PortOwner(bool Translated, Protocol Protocol, IpAddress Address, IpAddress Destination, int DestinationPort);
