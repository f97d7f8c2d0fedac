using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace NetPath.PowerShellHost;

/// <summary>Settings that the engine keeps internal, and that make this host behave as pwsh does.</summary>
internal static class EngineState
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Lets <c>exit</c> in the script that runs next reach the host, instead of only ending that script.</summary>
    public static void LetExitReachHost(Runspace runspace)
    {
        object context = typeof(Runspace).GetProperty("GetExecutionContext", Any)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Any)!.SetValue(context, true);
    }

    /// <summary>
    /// Has long lines of lists and of help broken between words, as pwsh does in English. The engine decides by the language's name, which is
    /// <c>iv</c> here, since globalization is invariant.
    /// </summary>
    public static void BreakLinesBetweenWords()
    {
        Type lines = typeof(PSObject).Assembly.GetType("Microsoft.PowerShell.Commands.Internal.Format.StringManipulationHelper", throwOnError: true)!;
        Collection<string> languages = (Collection<string>)lines.GetField("s_cultureCollection", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        if (!languages.Contains("iv"))
        {
            languages.Add("iv");
        }
    }
}
