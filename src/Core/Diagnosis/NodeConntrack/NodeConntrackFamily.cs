namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7: connection tracking and translation.</summary>
internal static class NodeConntrackFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        TableFull.Definition,
        CountedLosses.Definition,
        StaleUdpEntry.Definition,
        FewBuckets.Definition,
        SourcePortsExhausted.Definition,
        UnexpectedSourceNat.Definition,
        TableHog.Definition,
        ShortTimeOut.Definition,
        EntryAgainstRules.Definition,
    ];
}
