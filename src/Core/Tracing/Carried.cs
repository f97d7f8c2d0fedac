using NetPath.Core.Links;

namespace NetPath.Core.Tracing;

/// <summary>What is inside an encapsulated packet.</summary>
/// <param name="Inner">The walk of the packet inside, where the tunnel device took it.</param>
/// <param name="Device">The device that encapsulated it.</param>
/// <param name="Protocol">How.</param>
/// <param name="Frame">To whom on the tunnel it is.</param>
/// <param name="Key">VXLAN or Geneve network identifier, GRE key; null for none.</param>
internal sealed record Carried(WalkState Inner, Link Device, TunnelProtocol Protocol, Frame Frame, long? Key)
{
    /// <summary>The packet that was sent first, before any encapsulation.</summary>
    public WalkState Innermost => Inner.Carried is Carried deeper ? deeper.Innermost : Inner;

    /// <summary>The device as people see it.</summary>
    public string Name => $"{Device.Name} of {Inner.Space.Name}";
}
