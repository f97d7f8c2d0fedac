using System.Text;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

public class JsonTextTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"b"}""")]
    [InlineData("\uFEFF[]", "[]")]
    [InlineData("""["\ud800"]""", """["\ufffd"]""")]
    [InlineData("""["\udc00\ud800x\uD83D\uDE00"]""", """["\ufffd\ufffdx\uD83D\uDE00"]""")]
    [InlineData("""["\\ud800","\u0041","\ud8"]""", """["\\ud800","\u0041","\ud8"]""")]
    [InlineData("""["\ud800\u0041"]""", """["\ufffd\u0041"]""")]
    public void Halves_of_surrogate_pairs_are_replaced_and_nothing_else(string content, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonText.Readable(Encoding.UTF8.GetBytes(content)).Span));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_replaced() =>
        Assert.Equal("[\"a\uFFFDb\"]", Encoding.UTF8.GetString(JsonText.Readable(new byte[] { 0x5B, 0x22, 0x61, 0xCC, 0x62, 0x22, 0x5D }).Span));
}
