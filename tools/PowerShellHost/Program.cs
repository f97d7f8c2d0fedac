using System.Management.Automation;

namespace NetPath.PowerShellHost;

/// <summary>Entry point: a console host over the PowerShell engine, for machines that have the .NET SDK but no pwsh.</summary>
internal static class Program
{
    /// <summary>Exit code for a command line that could not be understood, as pwsh has it.</summary>
    private const int BadCommandLine = 64;

    private static int Main(string[] arguments)
    {
        // The engine reports module use to its makers unless told not to; NetPath sends nothing anywhere.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        HostOptions options;
        try
        {
            options = HostOptions.Parse(arguments);
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine(exception.Message);
            Console.Error.WriteLine(HostOptions.Usage);
            return BadCommandLine;
        }

        if (options.ShowHelp)
        {
            Console.Out.WriteLine(HostOptions.Usage);
            return 0;
        }

        try
        {
            return Run(options);
        }
        catch (RuntimeException exception)
        {
            Console.Error.WriteLine($"The PowerShell engine did not start: {exception.Message}");
            return 1;
        }
    }

    private static int Run(HostOptions options)
    {
        using Session session = Session.Open(options.NonInteractive);
        if (options.Module is not null && !session.ImportModule(options.Module))
        {
            return 1;
        }

        return options.Mode switch
        {
            HostMode.Command => session.RunCommand(options.Text!),
            HostMode.File => session.RunFile(options.Text!, options.Arguments),
            _ => new InteractiveLoop(session, options.Prompt).Run(),
        };
    }
}
