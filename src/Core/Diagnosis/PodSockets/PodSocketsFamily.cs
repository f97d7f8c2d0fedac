namespace NetPath.Core.Diagnosis.PodSockets;

/// <summary>NP8: the endpoint and the program in it.</summary>
internal static class PodSocketsFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        NobodyListens.Definition,
        ListensOnLoopback.Definition,
        AcceptQueueFull.Definition,
        UnreadyEndpoint.Definition,
        WrongTargetPort.Definition,
    ];
}
