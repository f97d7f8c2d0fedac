namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3: routing on the node.</summary>
internal static class NodeRoutingFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        NoRoute.Definition,
        ClosedRoute.Definition,
        WrongDevice.Definition,
        UnresolvedNextHop.Definition,
        ForwardingOff.Definition,
        ReversePathFilter.Definition,
        PolicyRuleTable.Definition,
        NeighbourTableFull.Definition,
        MissingTableRule.Definition,
        MartianAddress.Definition,
    ];
}
