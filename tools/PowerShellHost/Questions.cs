using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace NetPath.PowerShellHost;

/// <summary>Questions to the person at the terminal: confirmations, missing mandatory parameters, Read-Host.</summary>
internal sealed class Questions(ConsoleUserInterface terminal, bool nonInteractive)
{
    /// <summary>The error for a password prompt: this host keeps no secrets.</summary>
    public static HostException NoSecrets() =>
        new("This host cannot ask for passwords or credentials; run the command in pwsh.");

    /// <summary>Reads one line; the end of input while a question is open stops the pipeline.</summary>
    public string ReadLine()
    {
        RequireSomebody("an answer");
        return terminal.ReadAnswer() ?? throw new PipelineStoppedException();
    }

    /// <summary>Asks for each field in turn (the engine does so for mandatory parameters that were not given).</summary>
    public Dictionary<string, PSObject> Fields(string caption, string message, Collection<FieldDescription> fields)
    {
        RequireSomebody($"a value for {string.Join(", ", fields.Select(field => field.Name))}");
        WriteHeading(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in fields)
        {
            bool isList = field.ParameterAssemblyFullName.Length > 0
                && LanguagePrimitives.TryConvertTo(field.ParameterTypeFullName, out Type type) && type.IsArray;
            answers[field.Name] = isList ? PSObject.AsPSObject(AskList(field.Name)) : PSObject.AsPSObject(Ask($"{field.Name}: "));
        }

        return answers;
    }

    /// <summary>Asks to choose; an empty answer takes the default, <c>?</c> explains, an unknown answer asks again.</summary>
    public int Choice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequireSomebody($"a confirmation ({Flatten(message)})", " Use -Confirm:$false to go on without one.");
        WriteHeading(caption, message);
        string menu = string.Join("  ", choices.Select(choice => $"[{KeyOf(choice)}] {LabelOf(choice)}"));
        string hint = defaultChoice >= 0 ? $"  [?] Help (default is \"{KeyOf(choices[defaultChoice])}\"): " : "  [?] Help: ";
        while (true)
        {
            string answer = Ask(menu + hint).Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            if (answer == "?")
            {
                Explain(choices);
                continue;
            }

            int chosen = IndexOf(choices, answer);
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    private static int IndexOf(Collection<ChoiceDescription> choices, string answer)
    {
        for (int index = 0; index < choices.Count; index++)
        {
            if (answer.Equals(KeyOf(choices[index]), StringComparison.OrdinalIgnoreCase)
                || answer.Equals(LabelOf(choices[index]), StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }

    private static string KeyOf(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label.Substring(mark + 1, 1).ToUpperInvariant() : choice.Label;
    }

    private static string LabelOf(ChoiceDescription choice) => choice.Label.Replace("&", string.Empty, StringComparison.Ordinal);

    private static string Flatten(string text) => text.ReplaceLineEndings(" ").Trim();

    private string[] AskList(string name)
    {
        List<string> values = [];
        for (string value = Ask($"{name}[0]: "); value.Length > 0; value = Ask($"{name}[{values.Count}]: "))
        {
            values.Add(value);
        }

        return [.. values];
    }

    private string Ask(string question)
    {
        terminal.Write(question);
        return terminal.ReadAnswer() ?? throw new PipelineStoppedException();
    }

    private void Explain(Collection<ChoiceDescription> choices)
    {
        foreach (ChoiceDescription choice in choices)
        {
            terminal.WriteLine($"{KeyOf(choice)} - {choice.HelpMessage}");
        }
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (string text in new[] { caption, message }.Where(text => !string.IsNullOrEmpty(text)))
        {
            terminal.WriteLine(text);
        }
    }

    private void RequireSomebody(string what, string advice = "")
    {
        if (nonInteractive || Console.IsInputRedirected)
        {
            string reason = nonInteractive ? "the session is not interactive" : "standard input is not a terminal";
            throw new HostException($"The command needs {what}, but nobody can be asked here: {reason}.{advice}");
        }
    }
}
