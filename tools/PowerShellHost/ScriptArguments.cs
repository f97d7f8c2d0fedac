using System.Management.Automation.Runspaces;

namespace NetPath.PowerShellHost;

/// <summary>Turns the words after <c>-File SCRIPT</c> into parameters, by the rules of <c>pwsh -File</c>.</summary>
internal static class ScriptArguments
{
    /// <summary>
    /// A word that starts with a dash names a parameter; <c>-Name:value</c> carries its value, where true and false are switches'
    /// values; every other word is an argument, and the engine binds it to the parameter before it or by position.
    /// </summary>
    public static IEnumerable<CommandParameter> Parse(IEnumerable<string> words)
    {
        string? pending = null;
        foreach (string word in words)
        {
            if (pending is not null)
            {
                yield return new CommandParameter(pending, word);
                pending = null;
                continue;
            }

            if (!IsParameter(word))
            {
                yield return new CommandParameter(null, word);
                continue;
            }

            int colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                yield return new CommandParameter(word);
            }
            else if (colon == word.Length - 1)
            {
                pending = word[..colon];
            }
            else
            {
                yield return new CommandParameter(word[..colon], ValueOf(word[(colon + 1)..]));
            }
        }

        if (pending is not null)
        {
            yield return new CommandParameter(pending);
        }
    }

    private static bool IsParameter(string word) =>
        word.Length > 1 && word[0] == '-' && (char.IsLetter(word[1]) || word[1] is '_' or '?');

    private static object ValueOf(string text) => text.TrimStart('$').ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => text,
    };
}
