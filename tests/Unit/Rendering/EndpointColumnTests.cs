using NetPath.Core.Rendering;
using Xunit;

namespace NetPath.Unit.Rendering;

/// <summary>Endpoints in a column of a table.</summary>
public sealed class EndpointColumnTests
{
    [Theory]
    [InlineData("one behind the other", new[] { "10.0.0.1:80", "10.0.0.2:80" }, 22, "10.0.0.1:80, 10.0.0.2:80")]
    [InlineData("each in its own line where one is broken", new[] { "[fd00:10:244:1::11]:8080", "[fd00:10:244:2::11]:80" }, 22, "[fd00:10:244:1::11]\n  :8080,\n[fd00:10:244:2::11]\n  :80")]
    [InlineData("no line ends within a port", new[] { "[fd00:10:244:1::11]:8080" }, 22, "[fd00:10:244:1::11]\n  :8080")]
    [InlineData("a long address that fits stays whole", new[] { "[fd00:10:244:1::11]:8080" }, 25, "[fd00:10:244:1::11]:8080")]
    [InlineData("the first of many", new[] { "1.1.1.1:1", "1.1.1.2:1", "1.1.1.3:1", "1.1.1.4:1", "1.1.1.5:1", "1.1.1.6:1" }, 80, "1.1.1.1:1, 1.1.1.2:1, 1.1.1.3:1, 1.1.1.4:1 and 2 more")]
    [InlineData("a terminal that tells no width", new[] { "10.244.120.67:80" }, -58, "10.244.120.67:80")]
    [InlineData("none", new string[0], 22, "")]
    public void Endpoints_are_shown(string rule, string[] targets, int room, string expected)
    {
        Assert.Equal(expected, EndpointColumn.Text(targets, room));
        Assert.NotEmpty(rule);
    }
}
