namespace NetPath.Core.Diagnosis.Collection;

/// <summary>NP9: the snapshot itself.</summary>
internal static class CollectionFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        NotCollected.Definition,
        NotOneInstant.Definition,
        DamagedArchive.Definition,
        NoKubernetes.Definition,
    ];
}
