using System.Management.Automation;
using System.Runtime.CompilerServices;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>Warns of a damaged snapshot once, not again at every cmdlet that it passes through.</summary>
internal static class DamageWarning
{
    private static readonly ConditionalWeakTable<NodeSnapshot, object> Warned = [];

    private static readonly ConditionalWeakTable<NodeSnapshot, object> WarnedOfRules = [];

    /// <summary>Warns once when the node's rules were not dumped whole: whatever is read from them may miss what is missing.</summary>
    public static void WriteForRules(Cmdlet cmdlet, NodeSnapshot snapshot)
    {
        Evidence[] incomplete = [.. snapshot.Host.Netfilter.Rulesets.SelectMany(ruleset => ruleset.Tables).Select(table => table.Incomplete).OfType<Evidence>()];
        if (incomplete.Length > 0 && WarnedOfRules.TryAdd(snapshot, snapshot.Source))
        {
            cmdlet.WriteWarning($"The rules of {snapshot.NodeName} are not whole. {incomplete[0].File}, line {incomplete[0].Line}: {incomplete[0].Text}. Take the snapshot anew.");
        }
    }

    /// <summary>Writes the warning if the snapshot is damaged and nobody has warned of it.</summary>
    public static void Write(Cmdlet cmdlet, NodeSnapshot snapshot)
    {
        if (snapshot.IsDamaged && Warned.TryAdd(snapshot, snapshot.Source))
        {
            cmdlet.WriteWarning($"The snapshot '{snapshot.Source}' of {snapshot.NodeName} is damaged, so some answers may be missing. {string.Join(" ", snapshot.Content.Problems)}");
        }
    }
}
