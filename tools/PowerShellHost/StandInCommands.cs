using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace NetPath.PowerShellHost;

/// <summary>
/// The engine's package holds no Microsoft.PowerShell.Utility and Management modules. This adds the few of their commands that
/// scripts here use, with the same names and parameters, unless the real modules are installed.
/// </summary>
internal static class StandInCommands
{
    private static readonly string[] RealModules = ["Microsoft.PowerShell.Utility", "Microsoft.PowerShell.Management"];

    /// <summary>Adds every cmdlet of this assembly to a session's initial state.</summary>
    public static void AddTo(InitialSessionState state)
    {
        if (RealModulesArePresent())
        {
            return;
        }

        foreach (Type type in typeof(StandInCommands).Assembly.GetTypes())
        {
            CmdletAttribute? name = type.GetCustomAttribute<CmdletAttribute>();
            if (name is not null)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{name.VerbName}-{name.NounName}", type, helpFileName: null));
            }
        }
    }

    private static bool RealModulesArePresent()
    {
        string paths = Environment.GetEnvironmentVariable("PSModulePath") ?? string.Empty;
        return paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => RealModules.All(module => Directory.Exists(Path.Combine(folder, module))));
    }
}
