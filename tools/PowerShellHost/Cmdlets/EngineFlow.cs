using System.Management.Automation;
using System.Reflection;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>The engine's way to end the commands before this one, which it keeps internal.</summary>
internal static class EngineFlow
{
    /// <summary>The exception that a command throws when it needs no more input.</summary>
    public static Exception StopUpstream(Cmdlet command)
    {
        Type type = typeof(Cmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return (Exception)Activator.CreateInstance(type, Any, null, [command], null)!;
    }
}
