using System.Text;
using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.Refresh;

/// <summary>Lays the ways to call a command out as the SYNTAX section has them.</summary>
public static class SyntaxLayout
{
    /// <summary>Columns that PlatyPS keeps a line of syntax within.</summary>
    private const int Width = 100;

    /// <summary>What stands below the heading SYNTAX.</summary>
    public static string Section(IEnumerable<SyntaxHelp> syntax) => string.Join('\n', syntax.Select(way =>
        $"### {way.ParameterSet}{(way.IsDefault && way.ParameterSet != SyntaxHelp.OnlySet ? " (Default)" : "")}\n\n```\n{Wrapped(way.Text)}\n```\n"));

    /// <summary>A call in lines; each but the first starts with a blank. A parameter stays together with its value.</summary>
    public static string Wrapped(string call)
    {
        StringBuilder text = new();
        int column = 0;
        foreach (string element in Elements(call))
        {
            if (column > 0 && column + 1 + element.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }

            bool first = text.Length == 0;
            text.Append(first ? "" : " ").Append(element);
            column += element.Length + (first ? 0 : 1);
        }

        return text.ToString();
    }

    /// <summary>The words of a call that belong together: what brackets hold, and a name with its value.</summary>
    private static IEnumerable<string> Elements(string call)
    {
        StringBuilder element = new();
        int depth = 0;
        foreach (string word in call.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (element.Length > 0 && depth == 0 && !word.StartsWith('<'))
            {
                yield return element.ToString();
                element.Clear();
            }

            element.Append(element.Length > 0 ? " " : "").Append(word);
            depth += word.Count(character => character == '[') - word.Count(character => character == ']');
        }

        yield return element.ToString();
    }
}
