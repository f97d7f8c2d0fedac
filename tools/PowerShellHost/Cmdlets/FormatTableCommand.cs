using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Formats objects as a table, with the engine's own formatting.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : Microsoft.PowerShell.Commands.Internal.Format.OuterFormatTableBase
{
    /// <summary>Attaches the engine's table formatter.</summary>
    public FormatTableCommand() => EngineFormatting.Attach(this, "Table");
}
