namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5: tunnels between nodes, what they know of each other, and how large a packet they carry.</summary>
internal static class OverlayFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        TunnelMissing.Definition,
        TunnelEntries.Definition,
        WrongNextHop.Definition,
        TunnelMtu.Definition,
        TunnelSettings.Definition,
        TunnelRefused.Definition,
        ChecksumOffload.Definition,
        ClaimedTwice.Definition,
    ];
}
