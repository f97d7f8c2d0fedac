using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace NetPath.PowerShellHost;

/// <summary>
/// Renders the engine's streams. Objects, warnings and the other texts go to standard output as in pwsh; errors and progress go to
/// standard error. Escape sequences are shown as $PSStyle.OutputRendering says: always, never, or (Host) on a terminal.
/// </summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private readonly ProgressLine _progress = new();
    private readonly Questions _questions;
    private string _openLine = string.Empty;

    public ConsoleUserInterface(bool nonInteractive)
    {
        _questions = new Questions(this, nonInteractive);
        bool colour = Environment.GetEnvironmentVariable("TERM") != "dumb";
        ColourOnOutput = colour && !Console.IsOutputRedirected;
        ColourOnError = colour && !Console.IsErrorRedirected;
    }

    /// <summary>True when standard output is a terminal that takes escape sequences.</summary>
    public bool ColourOnOutput { get; }

    /// <summary>True when standard error is a terminal that takes escape sequences.</summary>
    public bool ColourOnError { get; }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => ColourOnOutput;

    /// <summary>Reads one line after the text that already stands on the line; null at the end of input, or after Ctrl+C.</summary>
    public Func<string, string?> LineSource { get; set; } = _ => Console.In.ReadLine();

    /// <summary>Reads an answer behind the question that has just been written.</summary>
    public string? ReadAnswer()
    {
        string question = _openLine;
        _openLine = string.Empty;
        Console.Out.Flush();
        return LineSource(question);
    }

    /// <summary>Removes the progress line: before other output, and when a pipeline has ended.</summary>
    public void ClearProgress() => _progress.Clear();

    /// <inheritdoc/>
    public override void Write(string value) => WriteOut(value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteOut(ConsoleColours.Apply(foregroundColor, backgroundColor, RawUI, value));

    /// <inheritdoc/>
    public override void WriteLine() => WriteOut("\n");

    /// <inheritdoc/>
    public override void WriteLine(string value) => WriteOut(value + "\n");

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        _progress.Clear();
        Console.Out.Flush();
        bool decorated = value.Contains('\e');
        bool colour = Shows(ColourOnError);
        string text = decorated || !colour ? value : $"{PSStyle.Instance.Formatting.Error}{value}{PSStyle.Instance.Reset}";
        Console.Error.WriteLine(colour ? text : Plain(text));
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteLabelled("WARNING: ", PSStyle.Instance.Formatting.Warning, message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteLabelled("VERBOSE: ", PSStyle.Instance.Formatting.Verbose, message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteLabelled("DEBUG: ", PSStyle.Instance.Formatting.Debug, message);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <inheritdoc/>
    public override string ReadLine() => _questions.ReadLine();

    /// <inheritdoc/>
    public override System.Security.SecureString ReadLineAsSecureString() => throw Questions.NoSecrets();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, System.Collections.ObjectModel.Collection<FieldDescription> descriptions) =>
        _questions.Fields(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, System.Collections.ObjectModel.Collection<ChoiceDescription> choices, int defaultChoice) =>
        _questions.Choice(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw Questions.NoSecrets();

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw Questions.NoSecrets();

    private static bool Shows(bool byTerminal) => PSStyle.Instance.OutputRendering switch
    {
        OutputRendering.Ansi => true,
        OutputRendering.PlainText => false,
        _ => byTerminal,
    };

    private static string Plain(string text) =>
        text.Contains('\e') ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;

    private void WriteLabelled(string label, string style, string message) =>
        WriteOut((Shows(ColourOnOutput) ? $"{style}{label}{message}{PSStyle.Instance.Reset}" : label + message) + "\n");

    private void WriteOut(string text)
    {
        _progress.Clear();
        string shown = Shows(ColourOnOutput) ? text : Plain(text);
        int lineEnd = shown.LastIndexOf('\n');
        _openLine = lineEnd < 0 ? _openLine + shown : shown[(lineEnd + 1)..];
        Console.Out.Write(shown);
    }
}
