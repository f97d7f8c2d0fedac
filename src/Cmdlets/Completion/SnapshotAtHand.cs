using System.Collections;
using System.Management.Automation;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>The snapshots that a command line names, as far as they can be had without waiting.</summary>
internal static class SnapshotAtHand
{
    // A larger archive takes longer to read than somebody who presses Tab wants to wait.
    private const long LargestArchive = 8 << 20;

    public static IEnumerable<NodeSnapshot> Of(IDictionary boundParameters)
    {
        object? value = boundParameters?["Snapshot"];
        IEnumerable items = value is IEnumerable list and not string ? list : new[] { value };
        foreach (object? item in items)
        {
            object? given = item is PSObject wrapper ? wrapper.BaseObject : item;
            if (given is NodeSnapshot snapshot)
            {
                yield return snapshot;
            }
            else if (given is string path && File.Exists(path) && new FileInfo(path).Length <= LargestArchive)
            {
                yield return SnapshotFiles.Read(path, CancellationToken.None);
            }
        }
    }
}
