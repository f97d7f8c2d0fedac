using System.Globalization;
using NetPath.Fuzz.Engine;
using NetPath.Fuzz.Targets;

namespace NetPath.Fuzz;

/// <summary>The command line: <c>fuzz [--target NAME] [--count N] [--seed S] [--keep]</c>.</summary>
internal static class FuzzCommand
{
    private const int MostKept = 8;
    private const string Usage = "usage: fuzz [--target NAME] [--count N] [--seed S] [--keep]";

    /// <summary>Runs the targets; 0 when nothing was found, 1 when something was, 2 for a wrong command line.</summary>
    public static int Run(string[] arguments)
    {
        int count = 200_000;
        int seed = Environment.TickCount;
        string? name = null;
        bool keep = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--count" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out count):
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed):
                    i++;
                    break;
                case "--target" when FuzzTargets.All.Any(target => target.Name == value):
                    name = value;
                    i++;
                    break;
                case "--keep":
                    keep = true;
                    break;
                default:
                    Console.Error.WriteLine($"'{arguments[i]} {value}' is not understood.\n{Usage}\ntargets: {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}");
                    return 2;
            }
        }

        bool clean = true;
        foreach (FuzzTarget target in FuzzTargets.All.Where(target => name is null || target.Name == name))
        {
            clean &= Run(target, count, seed, keep);
        }

        return clean ? 0 : 1;
    }

    private static bool Run(FuzzTarget target, int count, int seed, bool keep)
    {
        FuzzLoop loop = new(target, seed);
        loop.Run(Corpus.Seeds(target.Name), count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {loop.Executions} executions (seed {seed}), {loop.Steps} steps reached, {loop.Inputs.Count} inputs kept, {loop.Findings.Count} findings"));
        foreach (Finding finding in loop.Shrunk())
        {
            Console.WriteLine($"{finding}\nkept in {Corpus.Save(finding)}");
        }

        if (keep && loop.Findings.Count == 0)
        {
            Corpus.Replace(target.Name, loop.Best(MostKept));
        }

        return loop.Findings.Count == 0;
    }
}
