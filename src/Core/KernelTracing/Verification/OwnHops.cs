using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>The hops of a way at which the packet itself is seen. Inside a tunnel the kernel reports another packet, whose source port is a hash that nobody foretells.</summary>
internal static class OwnHops
{
    /// <summary>The hops, in their order, and the tunnels' own hops at both ends.</summary>
    public static Hop[] Of(IEnumerable<Hop> hops)
    {
        List<Hop> own = [];
        int around = 0;
        foreach (Hop hop in hops)
        {
            around -= hop is EncapsulationHop { Decapsulates: true } ? 1 : 0;
            if (around <= 0)
            {
                own.Add(hop);
            }

            around += hop is EncapsulationHop { Decapsulates: false } ? 1 : 0;
        }

        return [.. own];
    }
}
