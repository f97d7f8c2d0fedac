using System.Management.Automation;
using NetPath.Core.Kubernetes;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using NetPath.Linux;

namespace NetPath.Cmdlets;

/// <summary>
/// All error records of the module. A message says what was asked, what happened and what to try; an id never changes its meaning.
/// </summary>
internal static partial class Errors
{
    public static ErrorRecord SnapshotNotFound(string path) => Record(
        "SnapshotNotFound",
        ErrorCategory.ObjectNotFound,
        path,
        $"There is no snapshot '{path}'. Check the path, or take one with Get-NodeSnapshot | Export-NodeSnapshot.");

    public static ErrorRecord SnapshotUnreadable(string path, Exception cause) => cause switch
    {
        SnapshotFormatException format => Record(
            "SnapshotFormatWrong",
            ErrorCategory.InvalidData,
            path,
            format.IsNewer ? $"{format.Message} A newer version took it: update NetPath." : $"{format.Message} Check that it was copied whole and is an archive of netpath-collect.sh or Export-NodeSnapshot.",
            cause),
        _ => Record(
            "SnapshotUnreadable",
            ErrorCategory.ReadError,
            path,
            $"The snapshot '{path}' could not be read: {Sentence(cause.Message)}",
            cause),
    };

    public static ErrorRecord PathNotFound(string path) => Record(
        "PathNotFound",
        ErrorCategory.ObjectNotFound,
        path,
        $"There is no place '{path}'. Check the path and its drive.");

    public static ErrorRecord PathNotInFileSystem(string path, string provider) => Record(
        "PathNotInFileSystem",
        ErrorCategory.InvalidArgument,
        path,
        $"'{path}' lies in {provider}, which holds no files. Give a path in the file system.");

    public static ErrorRecord SnapshotExists(string path) => Record(
        "SnapshotExists",
        ErrorCategory.ResourceExists,
        path,
        $"'{path}' exists and was not overwritten. Use -Force to replace it.");

    public static ErrorRecord SnapshotWrittenTwice(string path, NodeSnapshot snapshot) => Record(
        "SnapshotWrittenTwice",
        ErrorCategory.InvalidOperation,
        snapshot,
        $"The snapshot of {snapshot.NodeName} was not written: '{path}' already holds another one of this pipeline. Give a folder as -Path to write one file for each.");

    public static ErrorRecord SnapshotNotWritten(string path, Exception cause) => Record(
        "SnapshotNotWritten",
        ErrorCategory.WriteError,
        path,
        cause is DirectoryNotFoundException
            ? $"The snapshot could not be written to '{path}': there is no such folder. Make it first."
            : $"The snapshot could not be written to '{path}': {Sentence(cause.Message)}",
        cause);

    public static ErrorRecord MachineUnreadable(Exception cause) => Record(
        "MachineUnreadable",
        ErrorCategory.ResourceUnavailable,
        Environment.MachineName,
        $"This machine could not be read. {Sentence(cause.Message)}",
        cause);

    public static ErrorRecord SeveralSnapshots(int count) => Record(
        "SeveralSnapshots",
        ErrorCategory.InvalidArgument,
        count,
        $"{count} snapshots were given, and this needs just one. Name one with -Snapshot.");

    public static ErrorRecord SnapshotForgotten(object? input) => Record(
        "SnapshotForgotten",
        ErrorCategory.InvalidArgument,
        input,
        $"'{input}' came from another session or a file, and what it was read from did not come along. Name that with -Snapshot; snapshots travel as files of Export-NodeSnapshot.");

    public static ErrorRecord NamespaceNotFound(string pattern, NodeSnapshot snapshot) => Record(
        "NamespaceNotFound",
        ErrorCategory.ObjectNotFound,
        pattern,
        $"No network namespace of {snapshot.NodeName} matches '{pattern}'.{CloseNames.Question(pattern, snapshot.Namespaces.Select(space => space.Name))} It has {Some(snapshot.Namespaces.Select(space => space.Name))}.");

    public static ErrorRecord NamespaceNotFound(string name, Exception cause) => Record("NamespaceNotFound", ErrorCategory.ObjectNotFound, name, cause.Message, cause);

    public static ErrorRecord SectionNotCollected(SectionNotCollectedException cause, object? target) => Record(
        "SectionNotCollected",
        ErrorCategory.ResourceUnavailable,
        target,
        $"{Sentence(cause.Message)} Take a snapshot that has it: Get-NodeSnapshot as root takes all sections.",
        cause);

    public static ErrorRecord PartUnreadable(SnapshotParseException cause, object? target) => Record(
        "SnapshotPartUnreadable",
        ErrorCategory.ParserError,
        target,
        $"A part of the snapshot cannot be understood. {Sentence(cause.Message)}",
        cause);

    /// <summary>The record for an error that came out of Core or Linux; null for one that nobody foresaw.</summary>
    public static ErrorRecord? TryFrom(Exception error, object? target) => error switch
    {
        NetPathException { Record: ErrorRecord record } => record,
        SectionNotCollectedException missing => SectionNotCollected(missing, target),
        SnapshotParseException unreadable => PartUnreadable(unreadable, target),
        SnapshotFormatException format => SnapshotUnreadable(format.SourceName, format),
        CollectorException collector => MachineUnreadable(collector),
        KubernetesApiException api => ApiFailed(api, target),
        ObjectListException objects => ObjectsUnusable(objects, target),
        _ => null,
    };

    /// <summary>A record as something to throw, for code that is deeper than the cmdlet.</summary>
    public static NetPathException ToException(ErrorRecord record) =>
        new(record.Exception.Message, record.Exception.InnerException) { Record = record };

    private static ErrorRecord Record(string id, ErrorCategory category, object? target, string message, Exception? cause = null) =>
        new(new NetPathException(message, cause), id, category, target);

    /// <summary>Ends a message of someone else with just one full stop.</summary>
    private static string Sentence(string message) => $"{message.TrimEnd('.', ' ')}.";

    /// <summary>Names the first few of many.</summary>
    internal static string Some(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length <= 6 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(5))} and {all.Length - 5} more";
    }
}
