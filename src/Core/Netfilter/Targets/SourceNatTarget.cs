using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Targets;

/// <summary>SNAT and MASQUERADE: rewrites the source.</summary>
/// <param name="Kind">SNAT or MASQUERADE.</param>
/// <param name="First">The lowest new address; null for MASQUERADE, which takes the outgoing interface's.</param>
/// <param name="Last">The highest new address.</param>
/// <param name="Ports">The new ports; null when the kernel keeps the port where it can.</param>
/// <param name="RandomPort">True with --random or --random-fully: the new port cannot be foretold.</param>
public sealed record SourceNatTarget(string Kind, IpAddress? First, IpAddress? Last, PortRange? Ports, bool RandomPort) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;

    /// <summary>True with --persistent: a client gets the same address of the range whatever it asks for.</summary>
    public bool Persistent { get; init; }
}
