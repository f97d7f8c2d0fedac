namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4: the links between the node and its pods.</summary>
internal static class NodeLinksFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        LinkDown.Definition,
        MissingInterface.Definition,
        DisagreeingEnds.Definition,
        UnattachedPort.Definition,
        BridgeSkipsRules.Definition,
        PodAddress.Definition,
        ProxyArpOff.Definition,
        DuplicateAddress.Definition,
    ];
}
