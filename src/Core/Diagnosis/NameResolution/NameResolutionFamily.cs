namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1: how programs get from a Service's name to its address.</summary>
internal static class NameResolutionFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        SearchListMultiplies.Definition,
        ForeignNameServer.Definition,
        NoDnsEndpoints.Definition,
        CacheAddressMissing.Definition,
        UntrackedRepliesDropped.Definition,
        QueriesLostInRace.Definition,
        CacheBypassed.Definition,
        NameUnknown.Definition,
    ];
}
