using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Snapshots;

/// <summary>
/// <para type="synopsis">Reads snapshots from archives or from folders.</para>
/// </summary>
[Cmdlet(VerbsData.Import, "NodeSnapshot", DefaultParameterSetName = "Path")]
[OutputType(typeof(NodeSnapshot))]
public sealed class ImportNodeSnapshotCommand : NetPathCmdlet
{
    private string? _current;

    /// <summary>
    /// <para type="description">Archives (.tar.gz or .tar) of netpath-collect.sh or Export-NodeSnapshot, or folders that hold one unpacked.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// <para type="description">The same, with each character standing for itself.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "FullName", "LP")]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override object? CurrentTarget => _current;

    /// <inheritdoc/>
    protected override void Process()
    {
        FilePaths paths = FilePaths.OfSnapshots(this);
        SnapshotReader reader = new(this, paths);
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            _current = path;
            IReadOnlyList<string> files = [];
            ForEach(
                () => files = literal ? [paths.ResolveLiteral(path)] : paths.Resolve(path),
                file => Write(reader.Read(file, Cancellation), files.Count + Path.Length + LiteralPath.Length > 2));
        }
    }

    private void Write(NodeSnapshot snapshot, bool isOneOfSeveral)
    {
        if (isOneOfSeveral)
        {
            AnswerPlace.NoteNode(snapshot);
        }

        WriteObject(snapshot);
    }

    /// <summary>One bad path or file must not end the others.</summary>
    private void ForEach(Func<IReadOnlyList<string>> resolve, Action<string> import)
    {
        try
        {
            foreach (string file in resolve())
            {
                try
                {
                    import(file);
                }
                catch (NetPathException error) when (error.Record is not null)
                {
                    WriteError(error.Record);
                }
            }
        }
        catch (NetPathException error) when (error.Record is not null)
        {
            WriteError(error.Record);
        }
    }
}
