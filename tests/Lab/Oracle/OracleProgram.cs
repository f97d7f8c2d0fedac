namespace NetPath.Lab.Oracle;

/// <summary>The oracle by itself: <c>oracle --count N --seed S</c>.</summary>
internal static class OracleProgram
{
    /// <summary>Runs it.</summary>
    /// <returns>0 when kernel and evaluator agree, 1 when they do not, 2 when it cannot run.</returns>
    public static int Start(IReadOnlyList<string> arguments)
    {
        int count = 1000;
        int seed = 1;
        for (int i = 0; i < arguments.Count; i += 2)
        {
            bool known = i + 1 < arguments.Count && int.TryParse(arguments[i + 1], out int value) && value > 0 && (arguments[i] switch
            {
                "--count" => (count = value) > 0,
                "--seed" => (seed = value) > 0,
                _ => false,
            });
            if (!known)
            {
                Console.Error.WriteLine($"oracle: '{arguments[i]}' is not understood. usage: oracle [--count PACKETS] [--seed NUMBER]");
                return 2;
            }
        }

        return OracleNetwork.Obstacle is string obstacle ? Cannot(obstacle) : Go(seed, count);
    }

    private static int Cannot(string obstacle)
    {
        Console.Error.WriteLine($"oracle: {obstacle}");
        return 2;
    }

    private static int Go(int seed, int count)
    {
        using CancellationTokenSource cancellation = new();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The namespaces are removed on the way out.
            pressed.Cancel = true;
            cancellation.Cancel();
        };
        int told = 0;
        Run run = new(seed, count);
        run.Go(cancellation.Token, line =>
        {
            for (; told < run.Summary.Disagreements.Count; told++)
            {
                Console.WriteLine(run.Summary.Disagreements[told].Reproduction());
            }

            Console.Error.WriteLine(line);
        });
        foreach (string refused in run.Summary.Refused.Distinct())
        {
            Console.WriteLine($"refused: {refused}");
        }

        Console.WriteLine(run.Summary.Describe());
        Console.WriteLine($"not covered: {string.Join(", ", run.Summary.Uncovered())}");
        return run.Summary.Disagreements.Count == 0 ? 0 : 1;
    }
}
