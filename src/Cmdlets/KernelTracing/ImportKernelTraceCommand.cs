using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.KernelTracing;
using NetPath.Core.KernelTracing.Logs;
using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.KernelTracing;

/// <summary>
/// <para type="synopsis">Reads the kernel's packet trace from logs, and shows each packet's way with the rules of a snapshot.</para>
/// </summary>
[Cmdlet(VerbsData.Import, "KernelTrace", DefaultParameterSetName = "Path")]
[OutputType(typeof(KernelPacket))]
public sealed class ImportKernelTraceCommand : NetPathCmdlet
{
    private const int ActivityId = 7113;

    /// <summary>So many damaged lines of one log are errors of their own; the rest is counted.</summary>
    private const int MostErrors = 10;

    private KernelPacketBuilder _builder = new(null);
    private (TraceLogReader Reader, KernelPacketStream Stream)? _lines;
    private string? _current;

    /// <summary>
    /// <para type="description">Logs: kern.log, output of dmesg or journalctl, of nft monitor trace or xtables-monitor --trace. They may be compressed by gzip.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// <para type="description">The same, with each character standing for itself.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "FullName", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// <para type="description">Lines of such a log, as Get-Content or a program gives them.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Line", ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Line { get; set; } = "";

    /// <summary>
    /// <para type="description">The snapshot whose rules explain the trace. Without it, only what the log itself says is shown; this machine is not read.</para>
    /// </summary>
    [Parameter]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public SnapshotSource[]? Snapshot { get; set; }

    /// <summary>
    /// <para type="description">The namespace that the packets were traced in, which a log does not say: the node's or a pod's name, or a pod's address. The node without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlaceCompleter))]
    public string Namespace { get; set; } = "node";

    /// <inheritdoc/>
    protected override object? CurrentTarget => _current;

    /// <inheritdoc/>
    protected override void Begin()
    {
        try
        {
            NetworkNamespace? space = Space();
            // Rules that were not collected are no answer for any line.
            if (space is not null)
            {
                _ = new StoppableWork(this, ActivityId, $"Parsing the rules of {space.Name}").Run(_ => space.Netfilter, Cancellation);
            }

            _builder = new KernelPacketBuilder(space is null ? null : new RuleFinder(space));
        }
        catch (Exception error) when (Errors.TryFrom(error, Namespace) is ErrorRecord record)
        {
            ThrowTerminatingError(record);
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "Line")
        {
            _lines ??= (Reader("the input"), new KernelPacketStream(_builder));
            Read(_lines.Value.Reader, _lines.Value.Stream, Line);
            return;
        }

        FilePaths paths = new(SessionState.Path, KernelTraceErrors.LogNotFound);
        foreach (string path in ParameterSetName == "LiteralPath" ? LiteralPath : Path)
        {
            _current = path;
            try
            {
                foreach (string file in ParameterSetName == "LiteralPath" ? [paths.ResolveLiteral(path)] : paths.Resolve(path))
                {
                    Import(file);
                }
            }
            catch (NetPathException error) when (error.Record is not null)
            {
                WriteError(error.Record);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_lines is (TraceLogReader reader, KernelPacketStream stream))
        {
            Finish(reader, stream, "The input");
        }
    }

    private NetworkNamespace? Space()
    {
        if (Snapshot is not { Length: > 0 })
        {
            return MyInvocation.BoundParameters.ContainsKey(nameof(Namespace)) ? throw Errors.ToException(KernelTraceErrors.NamespaceWithoutSnapshot(Namespace)) : null;
        }

        SnapshotReader reader = new(this, FilePaths.OfSnapshots(this));
        NodeSnapshot[] snapshots = [.. Snapshot.SelectMany(source => reader.Read(source, Cancellation))];
        NodeSnapshot snapshot = snapshots is [NodeSnapshot only] ? only : throw Errors.ToException(Errors.SeveralSnapshots(snapshots.Length));
        DamageWarning.Write(this, snapshot);
        return PlaceLookup.Space(snapshot, Namespace);
    }

    private void Import(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        TraceLogReader reader = Reader(name);
        KernelPacketStream stream = new(_builder);
        using ProgressDisplay progress = new(this, ActivityId, $"Reading {name}");
        try
        {
            foreach (string line in LogLines.Of(file))
            {
                Read(reader, stream, line);
                progress.Show($"line {reader.Lines}");
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            WriteError(KernelTraceErrors.LogNotFound(file));
            return;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            WriteError(KernelTraceErrors.LogUnreadable(file, error));
        }

        Finish(reader, stream, $"'{file}'");
    }

    private TraceLogReader Reader(string name)
    {
        int errors = 0;
        return new TraceLogReader(name, problem =>
        {
            if (++errors <= MostErrors)
            {
                WriteError(KernelTraceErrors.LineDamaged(problem));
            }
        });
    }

    private void Read(TraceLogReader reader, KernelPacketStream stream, string line)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (reader.Read(line) is KernelTraceEvent step)
        {
            Write(stream.Add(step));
        }
    }

    private void Finish(TraceLogReader reader, KernelPacketStream stream, string name)
    {
        Write(stream.End());
        WriteVerbose($"{name}: {reader.Lines} lines, of which {reader.OtherLines} are no part of a trace and {reader.DamagedLines} are damaged.");
        if (reader.DamagedLines > MostErrors)
        {
            WriteWarning($"{name}: {reader.DamagedLines - MostErrors} more damaged lines were left out.");
        }

        if (reader.OtherLines == reader.Lines)
        {
            WriteError(KernelTraceErrors.NoTrace(reader, name));
        }
    }

    private void Write(IEnumerable<KernelPacket> packets)
    {
        foreach (KernelPacket packet in packets)
        {
            WriteObject(packet);
        }
    }
}
