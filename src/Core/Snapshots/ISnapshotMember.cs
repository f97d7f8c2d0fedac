namespace NetPath.Core.Snapshots;

/// <summary>
/// An answer that remembers the snapshot it was read from, so that the next cmdlet of a pipeline asks the same instant. The snapshot is no public
/// member of the answers: it would come out with each of them in JSON.
/// </summary>
internal interface ISnapshotMember
{
    /// <summary>The snapshot; null for an object that was made elsewhere, for example one that came over the network.</summary>
    NodeSnapshot? Origin { get; }
}
