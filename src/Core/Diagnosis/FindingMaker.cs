using System.Text.RegularExpressions;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>Asks checks and makes findings of what they see.</summary>
internal static partial class FindingMaker
{
    /// <summary>
    /// The findings of one check. What the snapshot lacks or what cannot be read of it shows nothing: the check then has no answer, and NP9001 and
    /// NP9003 tell what is missing.
    /// </summary>
    public static IReadOnlyList<Finding> Ask<T>(FindingDefinition definition, Func<T, IEnumerable<Observation>> check, T context, NodeSnapshot node, string subject)
    {
        List<Finding>? findings = null;
        try
        {
            foreach (Observation seen in check(context))
            {
                if (seen.Evidence.Length > 0)
                {
                    (findings ??= []).Add(Make(definition, seen, seen.Node ?? node, subject));
                }
            }
        }
        catch (Exception error) when (error is SectionNotCollectedException or SnapshotParseException)
        {
        }

        return findings ?? (IReadOnlyList<Finding>)[];
    }

    private static Finding Make(FindingDefinition definition, Observation seen, NodeSnapshot node, string subject) => new()
    {
        Code = definition.Code,
        Severity = seen.Severity?.ToString() ?? definition.Severity,
        Meaning = definition.Meaning,
        Message = PlainText.Clean(seen.Message),
        Subject = PlainText.Clean(seen.Subject ?? subject),
        Node = node.NodeName,
        Symptom = definition.Symptom,
        Remedy = seen.Remedy ?? definition.Remedy,
        Commands = [.. (seen.Commands ?? definition.Commands).Select(command => Fill(command, [.. seen.Names, ("node", node.NodeName)]))],
        Evidence = seen.Evidence,
        Hop = seen.Hop,
        Definition = definition,
        Origin = node,
    };

    // People run these commands: a name that a shell would read as more than a word keeps its place open.
    private static string Fill(string command, (string Word, string Value)[] names) => Placeholder().Replace(command, place =>
    {
        string? value = Array.Find(names, name => name.Word == place.Groups[1].Value).Value;
        return value is not null && PlainWord().IsMatch(value) ? value : place.Value;
    });

    [GeneratedRegex("<([a-z-]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[A-Za-z0-9_:./@+%=,]([A-Za-z0-9_:./@+%=,-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainWord();
}
