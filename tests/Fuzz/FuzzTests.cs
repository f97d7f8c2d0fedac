using NetPath.Fuzz.Engine;
using NetPath.Fuzz.Targets;
using Xunit;

namespace NetPath.Fuzz;

/// <summary>
/// No input makes a parser throw anything but its own error, hang, or take memory without bound. <c>./build.sh fuzz</c> runs more of the same.
/// </summary>
public class FuzzTests
{
    private const int Seed = 20261123;

    /// <summary>The targets, and how many inputs a bounded run makes up for each.</summary>
    public static TheoryData<string, int> Targets => [.. FuzzTargets.All.Select(target => new TheoryDataRow<string, int>(target.Name, target.Executions))];

    [Theory, MemberData(nameof(Targets))]
    public void Every_input_of_the_corpus_is_read(string name, int _)
    {
        FuzzTarget target = FuzzTargets.All.Single(one => one.Name == name);
        Execution execution = new(target, target.Read);
        IReadOnlyList<(string Name, byte[] Input)> corpus = Corpus.Of(name);

        Assert.NotEmpty(corpus);
        Assert.All(corpus, one => Assert.Null(execution.Run(one.Input)?.ToString()));
    }

    [Theory, MemberData(nameof(Targets))]
    public void A_bounded_run_finds_nothing(string name, int count)
    {
        FuzzLoop loop = new(FuzzTargets.All.Single(target => target.Name == name), Seed);

        loop.Run(Corpus.Seeds(name), count);

        Assert.True(loop.Findings.Count == 0, string.Join("\n\n", loop.Findings) + "\n\nKeep the input under tests/Fuzz/corpus once it is mended.");
        Assert.True(loop.Executions >= count && loop.Steps > 100, $"{loop.Executions} executions reached {loop.Steps} steps: nothing seems to be instrumented");
    }
}
