using System.Management.Automation.Runspaces;
using System.Reflection;

namespace NetPath.PowerShellHost;

/// <summary>A setting of a session that the engine keeps internal, and that <c>pwsh -File</c> uses.</summary>
internal static class EngineState
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Lets <c>exit</c> in the script that runs next reach the host, instead of only ending that script.</summary>
    public static void LetExitReachHost(Runspace runspace)
    {
        object context = typeof(Runspace).GetProperty("GetExecutionContext", Any)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Any)!.SetValue(context, true);
    }
}
