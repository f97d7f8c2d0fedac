using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Formats objects as a list of properties, with the engine's own formatting.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : Microsoft.PowerShell.Commands.Internal.Format.OuterFormatTableAndListBase
{
    /// <summary>Attaches the engine's list formatter.</summary>
    public FormatListCommand() => EngineFormatting.Attach(this, "List");
}
