using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Tells how long a script block takes; its output is not shown.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Command")]
[OutputType(typeof(TimeSpan))]
public sealed class MeasureCommandCommand : PSCmdlet
{
    /// <summary>What to run.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock Expression { get; set; } = ScriptBlock.Create(string.Empty);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        InvokeCommand.InvokeScript(useLocalScope: false, Expression, null, []);
        WriteObject(watch.Elapsed);
    }
}
