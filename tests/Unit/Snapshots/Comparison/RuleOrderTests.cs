using NetPath.Core.Snapshots.Comparison;
using Xunit;

namespace NetPath.Unit.Snapshots.Comparison;

/// <summary>Which rules moved when their places in the second chain are these; -1 is a rule that is gone.</summary>
public sealed class RuleOrderTests
{
    [Theory]
    [InlineData("nothing", new int[0], "")]
    [InlineData("the same order", new[] { 0, 1, 2 }, "kkk")]
    [InlineData("room for others", new[] { 3, 5, 9 }, "kkk")]
    [InlineData("the last one moved to the front", new[] { 1, 2, 3, 0 }, "kkkm")]
    [InlineData("the first one moved to the end", new[] { 3, 0, 1, 2 }, "mkkk")]
    [InlineData("one in the middle is gone", new[] { 0, -1, 1 }, "k-k")]
    [InlineData("two moved", new[] { 4, 0, 1, 2, 5, 3 }, "mkkkmk")]
    public void ARuleMovedThatLeftTheOthers(string name, int[] places, string expected)
    {
        bool[] kept = RuleOrder.Kept(places);

        Assert.Equal(expected, string.Concat(places.Select((place, i) => place < 0 ? '-' : kept[i] ? 'k' : 'm')));
        Assert.NotEmpty(name);
    }

    [Fact]
    public void AChainInReverseKeepsOne() => Assert.Single(RuleOrder.Kept([5, 4, 3, 2, 1, 0]), kept => kept);
}
