namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2: the rules that turn a Service's virtual IP into an endpoint.</summary>
internal static class ServicePathFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        UnknownVirtualAddress.Definition,
        NoEndpoints.Definition,
        NoLocalEndpoints.Definition,
        SourceNotInRange.Definition,
        ServicesNotHooked.Definition,
        BrokenChain.Definition,
        StaleEndpoint.Definition,
        MissingEndpoint.Definition,
        UnevenShares.Definition,
        HeldByAffinity.Definition,
        BothBackends.Definition,
        TwoProxies.Definition,
        HairpinNotMasqueraded.Definition,
        NodePortNotOpen.Definition,
        ReplyAroundNode.Definition,
        EbpfServices.Definition,
        RuleBeforeServices.Definition,
    ];
}
