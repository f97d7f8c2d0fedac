using System.Text.RegularExpressions;

namespace NetPath.Lab.Plugins;

/// <summary>Finds the rules that a kernel refuses, since it lacks a match or a target, by asking it for each rule alone.</summary>
internal static class RefusedRules
{
    /// <summary>The refused lines of a dump, each with the tool's complaint.</summary>
    public static IEnumerable<(string Line, string Complaint)> In(string[] dump, RulesNamespace space, string backend)
    {
        HashSet<string> chains = [.. dump.Where(line => line.StartsWith(':')).Select(line => line[1..line.IndexOf(' ', StringComparison.Ordinal)])];
        string table = "";
        foreach (string line in dump)
        {
            table = line.StartsWith('*') ? line : table;
            if (line.StartsWith("-A ", StringComparison.Ordinal)
                && space.Run([table, ":np-alone - [0:0]", Alone(line, chains), "COMMIT"], $"iptables-{backend}-restore") is { ExitCode: not 0 } answer)
            {
                yield return (line, answer.Error.Split('\n')[0]);
            }
        }
    }

    // A jump needs the other chain: its conditions are asked for without it.
    private static string Alone(string line, HashSet<string> chains)
    {
        Match rule = Regex.Match(line, "^-A \\S+ (?<conditions>.*?)-[jg] (?<target>\\S+)");
        string text = rule.Success && chains.Contains(rule.Groups["target"].Value) ? rule.Groups["conditions"].Value : Regex.Replace(line, "^-A \\S+ ", "");
        return $"-A np-alone {text}".TrimEnd();
    }
}
