using System.Collections;
using System.Management.Automation;
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
        object? value = Unwrap(inputData);
        if (value is null)
        {
            return null;
        }

        SnapshotPaths paths = new(engineIntrinsics.SessionState.Path);
        try
        {
            return Items(value).SelectMany(item => ToSnapshots(Unwrap(item), paths)).ToArray();
        }
        catch (NetPathException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    private static IEnumerable<object?> Items(object value) => value is IEnumerable list and not string ? list.Cast<object?>() : [value];

    private static IEnumerable<NodeSnapshot> ToSnapshots(object? item, SnapshotPaths paths) => item switch
    {
        NodeSnapshot snapshot => [snapshot],
        FileSystemInfo file => [SnapshotFiles.Read(file.FullName, CancellationToken.None)],
        PathInfo path => [SnapshotFiles.Read(path.ProviderPath, CancellationToken.None)],
        string { Length: > 0 } path => paths.Resolve(path).Select(file => SnapshotFiles.Read(file, CancellationToken.None)),
        _ => throw new ArgumentTransformationMetadataException(
            $"'{item?.GetType().Name ?? "null"}' is no snapshot. Give an object of Get-NodeSnapshot or Import-NodeSnapshot, or the path of an archive or folder."),
    };
}
