using System.Collections;
using System.Management.Automation;
using NetPath.Cmdlets.Serialization;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>Lets <c>-Snapshot</c> take snapshots, and paths of snapshots (wildcards too), in any mixture.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SnapshotTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        if (inputData is null || Unwrap(inputData) is null)
        {
            return null;
        }

        SnapshotPaths paths = new(engineIntrinsics.SessionState.Path);
        try
        {
            return Items(inputData).SelectMany(item => ToSnapshots(item, paths)).ToArray();
        }
        catch (NetPathException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    /// <summary>A single object keeps its wrapper, which holds the properties of a custom object.</summary>
    private static IEnumerable<object?> Items(object value) =>
        Unwrap(value) is IEnumerable list and not string ? list.Cast<object?>() : [value];

    private static IEnumerable<NodeSnapshot> ToSnapshots(object? item, SnapshotPaths paths) => Unwrap(item) switch
    {
        NodeSnapshot snapshot => [snapshot],
        ISnapshotMember { Origin: NodeSnapshot origin } => [origin],
        FileSystemInfo file => [SnapshotFiles.Read(file.FullName, CancellationToken.None)],
        PathInfo path => [SnapshotFiles.Read(path.ProviderPath, CancellationToken.None)],
        string { Length: > 0 } path => paths.Resolve(path).Select(file => SnapshotFiles.Read(file, CancellationToken.None)),
        _ => Remembered(item),
    };

    /// <summary>An object of a script's own can name its snapshot in a property.</summary>
    private static IEnumerable<NodeSnapshot> Remembered(object? item)
    {
        object? snapshot = item is null ? null : Unwrap(PSObject.AsPSObject(item).Properties["Snapshot"]?.Value);
        return snapshot switch
        {
            NodeSnapshot one => [one],
            IEnumerable<NodeSnapshot> several => several,
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
