using System.Management.Automation;
using System.Runtime.CompilerServices;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>Warns of a damaged snapshot once, not again at every cmdlet that it passes through.</summary>
internal static class DamageWarning
{
    private static readonly ConditionalWeakTable<NodeSnapshot, object> Warned = [];

    /// <summary>Writes the warning if the snapshot is damaged and nobody has warned of it.</summary>
    public static void Write(Cmdlet cmdlet, NodeSnapshot snapshot)
    {
        if (snapshot.IsDamaged && Warned.TryAdd(snapshot, snapshot.Source))
        {
            cmdlet.WriteWarning($"The snapshot '{snapshot.Source}' of {snapshot.NodeName} is damaged, so some answers may be missing. {string.Join(" ", snapshot.Content.Problems)}");
        }
    }
}
