using System.Collections;
using System.Management.Automation;
using NetPath.Cmdlets.Serialization;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>
/// Lets <c>-Snapshot</c> take snapshots, and paths of snapshots (wildcards too), in any mixture. Nothing is read here: binding cannot be stopped.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SnapshotTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        return inputData is null || Unwrap(inputData) is null ? null : Items(inputData).SelectMany(ToSources).ToArray();
    }

    private static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    /// <summary>A single object keeps its wrapper, which holds the properties of a custom object.</summary>
    private static IEnumerable<object?> Items(object value) =>
        Unwrap(value) is IEnumerable list and not string ? list.Cast<object?>() : [value];

    private static IEnumerable<SnapshotSource> ToSources(object? item) => Unwrap(item) switch
    {
        SnapshotSource source => [source],
        NodeSnapshot snapshot => [new SnapshotSource(snapshot)],
        ISnapshotMember { Origin: NodeSnapshot origin } => [new SnapshotSource(origin)],
        FileSystemInfo file => [new SnapshotSource(file)],
        PathInfo path => [new SnapshotSource(WildcardPattern.Escape(path.ProviderPath))],
        string { Length: > 0 } path => [new SnapshotSource(path)],
        _ => Remembered(item),
    };

    /// <summary>An object of a script's own can name its snapshot in a property.</summary>
    private static IEnumerable<SnapshotSource> Remembered(object? item)
    {
        object? snapshot = item is null ? null : Unwrap(PSObject.AsPSObject(item).Properties["Snapshot"]?.Value);
        return snapshot switch
        {
            NodeSnapshot one => [new SnapshotSource(one)],
            IEnumerable<NodeSnapshot> several => several.Select(one => new SnapshotSource(one)),
            _ when DeserializedRecord.IsSnapshot(item as PSObject) => throw new ArgumentTransformationMetadataException(Errors.SnapshotForgotten(item).Exception.Message),
            _ => throw new ArgumentTransformationMetadataException(
                $"{Describe(item)} is no snapshot. Give an object of Get-NodeSnapshot or Import-NodeSnapshot, or the path of an archive or folder."),
        };
    }

    private static string Describe(object? item) => Unwrap(item) switch
    {
        null => "Nothing ($null)",
        "" => "Empty text",
        object value => $"An object of type {value.GetType().Name}",
    };
}
