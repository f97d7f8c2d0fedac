using NetPath.Core.Diagnosis;
using Xunit;

namespace NetPath.Unit.Help;

public sealed class FindingPageTests
{
    [Fact]
    public void The_topic_of_findings_is_the_one_that_the_definitions_give()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Build.props")))
        {
            folder = folder.Parent;
        }

        string page = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "help", "en-US", "about_NetPath_Findings.md"));
        Assert.True(page == FindingPage.Render(), "docs/help/en-US/about_NetPath_Findings.md is not up to date: run ./build.sh help");
    }
}
