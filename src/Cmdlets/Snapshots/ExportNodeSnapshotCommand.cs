using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Snapshots;

/// <summary>
/// <para type="synopsis">Writes snapshots to archives that Import-NodeSnapshot, tar and grep can read.</para>
/// </summary>
[Cmdlet(VerbsData.Export, "NodeSnapshot", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNodeSnapshotCommand : SnapshotCmdlet
{
    private const int ActivityId = 7120;

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>
    /// <para type="description">The file to write (.tar.gz), or a folder: then each file is named for its node and time.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public override SnapshotSource[]? Snapshot { get; set; }

    /// <summary>
    /// <para type="description">Replace a file that exists.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// <para type="description">Write the files that were made as objects.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string target = FilePaths.OfAny(this).ResolveLiteral(Path);
        foreach (NodeSnapshot snapshot in GetSnapshots())
        {
            Write(snapshot, SnapshotFileWriter.FileFor(target, snapshot));
        }
    }

    private void Write(NodeSnapshot snapshot, string file)
    {
        if (_written.Contains(file))
        {
            WriteError(Errors.SnapshotWrittenTwice(file, snapshot));
        }
        else if (File.Exists(file) && !Force)
        {
            WriteError(Errors.SnapshotExists(file));
        }
        else if (ShouldProcess(file, $"Write the snapshot of {snapshot.NodeName}"))
        {
            try
            {
                using ProgressDisplay progress = new(this, ActivityId, $"Writing {System.IO.Path.GetFileName(file)}");
                SnapshotFileWriter.Write(snapshot, file, Force, (part, done) => progress.Show(part, done, snapshot.Content.Parts.Count()), Cancellation);
                _written.Add(file);
                if (PassThru)
                {
                    WriteObject(new FileInfo(file));
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                WriteError(Errors.SnapshotNotWritten(file, error));
            }
        }
    }
}
