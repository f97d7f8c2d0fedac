using NetPath.HelpBuilder;
using NetPath.HelpBuilder.About;
using NetPath.HelpBuilder.Markdown;
using Xunit;

namespace NetPath.Unit.Help;

public sealed class AboutTopicTests
{
    private const string Head = "# about_Sample\n\n## Short description\n\nSays it.\n\n## Long description\n\n";

    [Fact]
    public void A_topic_is_plain_text_with_its_synopsis_on_the_fifth_line()
    {
        string text = Topic("A *word* of `code`.\n\n### More\n\n1. first\n2. second\n");

        Assert.Equal(
            """
            TOPIC
                about_Sample

            SHORT DESCRIPTION
                Says it.

            LONG DESCRIPTION
                A word of code.

              More
                1. first
                2. second

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Prose_is_broken_at_80_columns_and_items_hang()
    {
        string text = Topic("- " + string.Join(' ', Enumerable.Repeat("word", 20)) + "\n");

        Assert.Contains(
            "    - word word word word word word word word word word word word word word word\n      word word word word word\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_becomes_columns_and_long_cells_are_broken()
    {
        string text = Topic("| code | meaning |\n|---|---|\n| NP1 | " + string.Join(' ', Enumerable.Repeat("word", 15)) + " |\n");

        Assert.Contains(
            """
                    code  meaning
                    ----  -------
                    NP1   word word word word word word word word word word word word word
                          word word

            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70, 8)]
    [InlineData(76, 4)]
    [InlineData(80, 0)]
    public void Code_keeps_its_lines_and_gives_way_to_the_left(int length, int indent)
    {
        string code = new('x', length);

        Assert.Contains($"\n{new string(' ', indent)}{code}\n", Topic($"```\n{code}\n```\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Code_wider_than_a_terminal_is_refused_with_its_line()
    {
        HelpFormatException error = Assert.Throws<HelpFormatException>(() => Topic($"```\nshort\n{new string('x', 83)}\n```\n"));

        Assert.Equal("about_Sample.md:11: this line of code is 3 columns too long for 80 columns", error.Message);
    }

    [Theory]
    [InlineData("# about_Other\n", "the heading must be '# about_Sample'")]
    [InlineData("# about_Sample\n\n## Long description\n", "the first section must be '## SHORT DESCRIPTION'")]
    public void A_topic_that_the_engine_would_not_find_is_refused(string text, string problem)
    {
        HelpFormatException error = Assert.Throws<HelpFormatException>(() => AboutTopic.Of(MarkdownPage.Parse(text, "about_Sample.md")));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static string Topic(string body) => AboutTopic.Of(MarkdownPage.Parse(Head + body, "about_Sample.md"));
}
