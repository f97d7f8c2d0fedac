using System.Management.Automation.Language;

namespace NetPath.PowerShellHost;

/// <summary>Reads commands until <c>exit</c>, Ctrl+D or the end of input, and runs each.</summary>
internal sealed class InteractiveLoop(Session session, string prompt)
{
    private const string Continuation = ">> ";

    private readonly List<string> _history = [];

    /// <summary>Runs the loop; the result is the exit code.</summary>
    public int Run()
    {
        while (session.ExitCode is null)
        {
            string? command = ReadCommand();
            if (command is null)
            {
                break;
            }

            if (!string.IsNullOrWhiteSpace(command))
            {
                session.RunInteractive(command);
            }
        }

        return session.ExitCode ?? 0;
    }

    /// <summary>One complete command, which may span lines; empty after Ctrl+C; null at the end of input.</summary>
    private string? ReadCommand()
    {
        string text = string.Empty;
        while (true)
        {
            string? line = ReadLine(text.Length == 0 ? prompt : Continuation);
            if (line is null)
            {
                return text.Length == 0 ? null : text;
            }

            if (line.Length == 0 && text.Length > 0)
            {
                return text; // An empty line ends a command that would otherwise never be complete.
            }

            text = text.Length == 0 ? line : text + "\n" + line;
            if (!IsIncomplete(text))
            {
                Remember(text);
                return text;
            }
        }
    }

    private string? ReadLine(string linePrompt)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine();
        }

        LineEditor editor = new(linePrompt, history: _history, completion: new TabCompletion(session.Runspace));
        string? line = editor.Read();
        return line ?? (editor.Interrupted ? string.Empty : null);
    }

    private void Remember(string text)
    {
        if (!string.IsNullOrWhiteSpace(text) && !text.Contains('\n') && (_history.Count == 0 || _history[^1] != text))
        {
            _history.Add(text);
        }
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
