using NetPath.Linux.KernelTracing;
using Xunit;

namespace NetPath.Lab.Oracle;

/// <summary>The kernel is the judge: random rulesets and packets, the same every time.</summary>
public sealed class OracleTests
{
    private const int Seed = 1;
    private const int Packets = 1000;

    [Fact]
    public void The_kernel_does_with_a_thousand_packets_what_the_evaluator_says()
    {
        Assert.SkipUnless(OracleNetwork.Obstacle is null, OracleNetwork.Obstacle ?? "");
        Summary summary = Compare();

        Assert.True(summary.Disagreements.Count == 0, string.Join('\n', summary.Disagreements.Take(3).Select(one => one.Reproduction())));
        Assert.Empty(summary.Refused);
        Assert.Equal(Packets, summary.Packets);
        // A generator that hits nothing would prove nothing, and neither would an evaluator that knows nothing.
        Assert.InRange(summary.RuleHits, 10 * Packets, long.MaxValue);
        Assert.InRange(summary.Certain, Packets / 4, Packets);
        Assert.Empty(summary.Uncovered());
    }

    private static Summary Compare()
    {
        try
        {
            return new Run(Seed, Packets).Go(TestContext.Current.CancellationToken);
        }
        catch (KernelTraceException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}
