namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>NP6: policies and other rules that stop packets.</summary>
internal static class FilteringFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        DeniedByPolicy.Definition,
        ForwardPolicyDrops.Definition,
        StoppedByRule.Definition,
        InvalidPackets.Definition,
        UnmodelledRule.Definition,
        StoppedInPod.Definition,
    ];
}
