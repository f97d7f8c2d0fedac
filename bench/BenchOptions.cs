using System.Globalization;
using NetPath.Bench.Rulesets;

namespace NetPath.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public string Command { get; private init; } = "run";

    public int Services { get; private init; } = 10_000;

    public int Endpoints { get; private init; } = 5;

    public int Rounds { get; private init; } = 9;

    /// <summary>Leave out the comments that kube-proxy leaves out in large clusters.</summary>
    public bool LargeCluster { get; private init; }

    /// <summary>A missed target makes the exit code 1.</summary>
    public bool Check { get; private init; }

    /// <summary>What follows the command <c>bdn</c>, for BenchmarkDotNet.</summary>
    public string[] Rest { get; private init; } = [];

    public RulesetSize Size => new(Services, Endpoints, EndpointComments: !LargeCluster);

    /// <exception cref="FormatException">An argument is not known, or has no usable value.</exception>
    public static BenchOptions Parse(string[] arguments)
    {
        BenchOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "bdn")
            {
                return options with { Command = "bdn", Rest = arguments[(i + 1)..] };
            }

            options = arguments[i] switch
            {
                "--services" => options with { Services = Number(arguments, ++i) },
                "--endpoints" => options with { Endpoints = Number(arguments, ++i) },
                "--rounds" => options with { Rounds = Number(arguments, ++i) },
                "--large-cluster" => options with { LargeCluster = true },
                "--check" => options with { Check = true },
                "run" or "load" or "trace" or "walk" or "generate" or "sweep" or "compare" or "cluster" or "lab" or "help" => options with { Command = arguments[i] },
                "--help" or "-h" => options with { Command = "help" },
                string other => throw new FormatException($"'{other}' is not known; 'help' lists what is."),
            };
        }

        return options;
    }

    private static int Number(string[] arguments, int index) =>
        index < arguments.Length && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{arguments[index - 1]} needs a number of at least 1.");
}
