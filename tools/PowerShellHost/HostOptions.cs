namespace NetPath.PowerShellHost;

/// <summary>The host's command line, in the spelling that pwsh has for the same things.</summary>
internal sealed record HostOptions
{
    /// <summary>What is printed for -Help and after a command line that makes no sense.</summary>
    public const string Usage =
        """
        usage: netpath-host [-NonInteractive] [-Module PATH] [-Prompt TEXT] [-Command TEXT | -File SCRIPT [ARGUMENT...]]
          -Command TEXT         runs TEXT; exit code 1 when its last command failed
          -File SCRIPT ...      runs SCRIPT with the arguments that follow; exit code is the script's
          -Module PATH          imports this module first
          -Prompt TEXT          prompt of the interactive session
          -NonInteractive       never asks: what would need an answer is an error
        Without -Command and -File it reads commands from the terminal or from standard input.
        """;

    /// <summary>What to run.</summary>
    public HostMode Mode { get; private init; }

    /// <summary>The command's text, or the script's path.</summary>
    public string? Text { get; private init; }

    /// <summary>Path of a module to import first.</summary>
    public string? Module { get; private init; }

    /// <summary>Prompt of the interactive session.</summary>
    public string Prompt { get; private init; } = "PS> ";

    /// <summary>Arguments of the script, as typed.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>True when nobody is there to answer questions.</summary>
    public bool NonInteractive { get; private init; }

    /// <summary>True when only the usage was asked for.</summary>
    public bool ShowHelp { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">An option is unknown, or lacks its value.</exception>
    public static HostOptions Parse(IReadOnlyList<string> arguments)
    {
        HostOptions options = new();
        for (int index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index].ToLowerInvariant())
            {
                case "-noprofile" or "-nologo":
                    break; // The host has no profile and no logo: accepted so that pwsh's command lines work.
                case "-noninteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "-help" or "-?" or "--help" or "-h":
                    return options with { ShowHelp = true };
                case "-module":
                    options = options with { Module = ValueOf(arguments, ref index) };
                    break;
                case "-prompt":
                    options = options with { Prompt = ValueOf(arguments, ref index) };
                    break;
                case "-command" or "-c":
                    ValueOf(arguments, ref index);
                    return options with { Mode = HostMode.Command, Text = string.Join(' ', arguments.Skip(index)) };
                case "-file" or "-f":
                    string script = ValueOf(arguments, ref index);
                    return options with { Mode = HostMode.File, Text = script, Arguments = [.. arguments.Skip(index + 1)] };
                default:
                    throw new FormatException($"netpath-host: unknown option '{arguments[index]}'.");
            }
        }

        return options;
    }

    private static string ValueOf(IReadOnlyList<string> arguments, ref int index)
    {
        if (index + 1 >= arguments.Count)
        {
            throw new FormatException($"netpath-host: option '{arguments[index]}' needs a value.");
        }

        index++;
        return arguments[index];
    }
}
