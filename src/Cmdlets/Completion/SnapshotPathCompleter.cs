using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes paths of snapshots: archives, folders that hold one unpacked, and the folders on the way there.</summary>
public sealed class SnapshotPathCompleter : IArgumentCompleter
{
    private const int Most = 200;

    private static readonly string[] Endings = [".tar.gz", ".tgz", ".tar"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            TimeBudget budget = new();
            string word = (wordToComplete ?? "").Trim('\'', '"');
            string typed = word[..(word.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1)];
            return new CommandLine(commandAst, fakeBoundParameters).FullPath(typed.Length > 0 ? typed : ".") is string folder
                ? CompletionText.Matching(word, budget.Run(cancellation => In(new DirectoryInfo(folder), typed, cancellation)))
                : [];
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            // As with every completer: the command itself will say what is wrong.
            return [];
        }
    }

    private static IEnumerable<Candidate> In(DirectoryInfo folder, string typed, CancellationToken cancellation)
    {
        List<Candidate> found = [];
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().Take(10_000))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Describe(entry) is Candidate candidate)
            {
                found.Add(candidate with { Text = typed + candidate.Text });
            }
        }

        return found.OrderBy(candidate => candidate.Text, StringComparer.OrdinalIgnoreCase).Take(Most);
    }

    private static Candidate? Describe(FileSystemInfo entry) => entry switch
    {
        _ when entry.Name.StartsWith('.') => null,
        DirectoryInfo when File.Exists(Path.Combine(entry.FullName, SnapshotManifest.Path)) => new Candidate(entry.Name, $"{entry.Name}, an unpacked snapshot"),
        DirectoryInfo => new Candidate(entry.Name + Path.DirectorySeparatorChar, $"{entry.Name}, a folder"),
        FileInfo file when Endings.Any(ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) =>
            new Candidate(entry.Name, string.Create(CultureInfo.InvariantCulture, $"{entry.Name}, {file.Length:N0} bytes, {file.LastWriteTime:yyyy-MM-dd HH:mm}")),
        _ => null,
    };
}
