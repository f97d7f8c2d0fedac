using System.Text;
using NetPath.Core.Netfilter.Iptables;
using Xunit;

namespace NetPath.Unit.Netfilter;

public class RuleTokenizerTests
{
    [Theory]
    [InlineData("-A INPUT -j ACCEPT", "-A|INPUT|-j|ACCEPT")]
    [InlineData("-A  INPUT   -j\tACCEPT  ", "-A|INPUT|-j|ACCEPT")]
    [InlineData("--comment \"two words\" -j X", "--comment|two words|-j|X")]
    [InlineData("--comment \"a \\\"quoted\\\" word\"", "--comment|a \"quoted\" word")]
    [InlineData("--comment \"back\\\\slash\"", "--comment|back\\slash")]
    [InlineData("--comment \"two  blanks\"", "--comment|two  blanks")]
    [InlineData("--comment \"\" -j X", "--comment||-j|X")]
    [InlineData("--match-set weave-P.B|!ZhkAr5q=XZ?3}tMBA+0 dst", "--match-set|weave-P.B|!ZhkAr5q=XZ?3}tMBA+0|dst")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void Blanks_part_words_and_quotes_hold_them_together(string line, string words) =>
        Assert.Equal(words, string.Join('|', Split(line).Select(token => token.Text)));

    [Fact]
    public void A_quoted_exclamation_mark_is_text_and_no_negation()
    {
        List<RuleToken> tokens = Split("--comment \"!\" ! -s 10.0.0.0/8");

        Assert.Equal([false, false, true, false, false], tokens.Select(token => token.IsNegation));
    }

    [Fact]
    public void A_quoted_option_is_text() => Assert.False(Split("\"-j\"")[0].IsOption);

    [Theory]
    [InlineData("--comment \"closed\"", false)]
    [InlineData("--comment \"cut of", true)]
    [InlineData("--comment \"ends in a backslash\\", true)]
    public void A_quote_that_is_not_closed_is_known_as_such(string line, bool open) => Assert.Equal(open, Split(line)[^1].IsOpen);

    private static List<RuleToken> Split(string line) => RuleTokenizer.Split(Encoding.UTF8.GetBytes(line));
}
