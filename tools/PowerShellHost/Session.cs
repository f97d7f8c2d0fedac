using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace NetPath.PowerShellHost;

/// <summary>One runspace with its host: runs commands and scripts, writes what they give, and knows how they ended.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>Exit code after Ctrl+C, as shells have it (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Exit code for a script file that is not there, as pwsh has it.</summary>
    private const int NoSuchScript = 64;

    private readonly ConsoleHost _host;
    private readonly Interruption _interruption = new();

    private Session(Runspace runspace, ConsoleHost host, ConsoleUserInterface terminal)
    {
        Runspace = runspace;
        _host = host;
        Terminal = terminal;
    }

    /// <summary>The engine's session.</summary>
    public Runspace Runspace { get; }

    /// <summary>Where output goes and answers come from.</summary>
    public ConsoleUserInterface Terminal { get; }

    /// <summary>The exit code that a command asked for with <c>exit</c>, or null.</summary>
    public int? ExitCode => _host.ExitCode;

    /// <summary>Starts the engine.</summary>
    public static Session Open(bool nonInteractive)
    {
        ConsoleUserInterface terminal = new(nonInteractive);
        if (!Console.IsInputRedirected)
        {
            terminal.LineSource = question => new LineEditor(question, isShown: true).Read();
        }

        ConsoleHost host = new(terminal);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        StandInCommands.AddTo(state);
        EngineState.BreakLinesBetweenWords();
        // As pwsh has it: asked for when the session starts, and a script may say otherwise.
        PSStyle.Instance.OutputRendering = Environment.GetEnvironmentVariable("NO_COLOR") is null ? OutputRendering.Host : OutputRendering.PlainText;
        Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        return new Session(runspace, host, terminal);
    }

    /// <summary>Imports a module for the whole session; false when that failed (the error has been written).</summary>
    public bool ImportModule(string path)
    {
        Command import = new("Import-Module", isScript: false);
        import.Parameters.Add("Name", path);
        import.Parameters.Add("Global");
        import.Parameters.Add("ErrorAction", ActionPreference.Stop);
        using Pipeline pipeline = Runspace.CreatePipeline();
        pipeline.Commands.Add(import);
        return Execute(pipeline) == Ending.Completed;
    }

    /// <summary>Runs the text of a command. The exit code follows <c>pwsh -Command</c>: 1 when its last command failed.</summary>
    public int RunCommand(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        if (errors.FirstOrDefault(error => error.IncompleteInput) is { } incomplete)
        {
            Terminal.WriteErrorLine($"The command is incomplete: {incomplete.Message}");
            return 1;
        }

        using Pipeline pipeline = Runspace.CreatePipeline(text, addToHistory: true); // Without history the engine would restore the old $?.
        Ending ending = Execute(pipeline);
        return CodeOf(ending, LanguagePrimitives.IsTrue(Runspace.SessionStateProxy.GetVariable("?")) ? 0 : 1);
    }

    /// <summary>Runs a script file. The exit code follows <c>pwsh -File</c>: the script's <c>exit</c>, 1 after a terminating error, else 0.</summary>
    public int RunFile(string path, IReadOnlyList<string> arguments)
    {
        string fullPath = Path.GetFullPath(path);
        if (!File.Exists(fullPath))
        {
            Terminal.WriteErrorLine($"The script '{path}' does not exist. Give -File the path of a .ps1 file.");
            return NoSuchScript;
        }

        Command script = new(fullPath, isScript: false, useLocalScope: false);
        foreach (CommandParameter argument in ScriptArguments.Parse(arguments))
        {
            script.Parameters.Add(argument);
        }

        using Pipeline pipeline = Runspace.CreatePipeline();
        pipeline.Commands.Add(script);
        EngineState.LetExitReachHost(Runspace);
        return CodeOf(Execute(pipeline), 0);
    }

    /// <summary>Runs a command typed at the prompt; the session goes on whatever becomes of it.</summary>
    public void RunInteractive(string text)
    {
        _interruption.IsInteractive = !Console.IsInputRedirected;
        using Pipeline pipeline = Runspace.CreatePipeline(text, addToHistory: true);
        Execute(pipeline);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Terminal.ClearProgress();
        _interruption.Dispose();
        Runspace.Dispose();
    }

    private int CodeOf(Ending ending, int otherwise) => ending switch
    {
        Ending.Interrupted => Interrupted,
        _ when _host.ExitCode is int code => code,
        Ending.Failed => 1,
        _ => otherwise,
    };

    private Ending Execute(Pipeline pipeline)
    {
        // Out-Default formats objects and errors in the order they come, and hands the text to the host.
        Command outDefault = new("Out-Default", isScript: false, useLocalScope: true)
        {
            MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output,
        };
        pipeline.Commands.Add(outDefault);
        try
        {
            using (_interruption.During(pipeline))
            {
                pipeline.Invoke();
            }

            return pipeline.PipelineStateInfo.State == PipelineState.Stopped ? Ending.Interrupted : Ending.Completed;
        }
        catch (PipelineStoppedException)
        {
            return Ending.Interrupted;
        }
        catch (RuntimeException exception)
        {
            WriteTerminatingError(exception);
            return Ending.Failed;
        }
        finally
        {
            Terminal.ClearProgress();
            Console.Out.Flush();
        }
    }

    private void WriteTerminatingError(RuntimeException exception)
    {
        PSObject error = new(exception.ErrorRecord);
        error.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        try
        {
            using PowerShell formatting = PowerShell.Create(Runspace);
            formatting.AddCommand("Out-Default").AddParameter("InputObject", error);
            formatting.Invoke();
        }
        catch (RuntimeException)
        {
            Terminal.WriteErrorLine(exception.Message);
        }
    }

    private enum Ending
    {
        Completed,
        Failed,
        Interrupted,
    }
}
