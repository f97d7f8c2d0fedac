using NetPath.Core.Rendering;
using Xunit;

namespace NetPath.Unit.Rendering;

/// <summary>What somebody may have meant who mistyped a name.</summary>
public sealed class CloseNamesTests
{
    private static readonly string[] Names = ["node1", "client-66d9c8b7f4-8wz5k", "numbers-api-5d8f4c6d9b-x2x7k", "numbers-pair-84c5f9d6b7-k9w4t", "cali693e13cd073", "dns"];

    [Theory]
    [InlineData("letters swapped, without what the controller appended", "clinet", "client-66d9c8b7f4-8wz5k")]
    [InlineData("a letter too few", "numbrs-api", "numbers-api-5d8f4c6d9b-x2x7k")]
    [InlineData("a letter too many", "nummbers-api", "numbers-api-5d8f4c6d9b-x2x7k")]
    [InlineData("the last letter left out", "cali693e13cd07", "cali693e13cd073")]
    [InlineData("another letter, and capitals", "Numbers-Bair", "numbers-pair-84c5f9d6b7-k9w4t")]
    public void A_slip_of_the_fingers_is_understood(string slip, string asked, string meant)
    {
        Assert.Equal(meant, CloseNames.Of(asked, Names)[0]);
        Assert.False(string.IsNullOrEmpty(slip));
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("dn")]
    [InlineData("frontend")]
    [InlineData("")]
    [InlineData("*")]
    public void Another_name_is_none_of_these(string asked) => Assert.Empty(CloseNames.Of(asked, Names));

    [Fact]
    public void The_question_names_those_with_the_fewest_slips_and_three_at_most()
    {
        Assert.Equal(" Did you mean numbers-api-5d8f4c6d9b-x2x7k?", CloseNames.Question("numbers-abi", Names));
        Assert.Equal(" Did you mean node-1 or node-22 or node-333?", CloseNames.Question("nodes-", ["node-1", "node-22", "node-333", "node-4444", "modes"]));
        Assert.Equal("", CloseNames.Question("nope", Names));
    }
}
