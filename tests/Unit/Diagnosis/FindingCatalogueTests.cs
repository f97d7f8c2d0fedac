using NetPath.Core.Diagnosis;
using Xunit;

namespace NetPath.Unit.Diagnosis;

public class FindingCatalogueTests
{
    [Fact]
    public void Each_code_is_there_once_and_in_order() =>
        Assert.Equal(FindingCatalogue.All.Select(definition => definition.Code).Distinct().Order(StringComparer.Ordinal), FindingCatalogue.All.Select(definition => definition.Code));

    [Fact]
    public void Each_definition_tells_all_that_a_person_needs() => Assert.All(FindingCatalogue.All, definition =>
    {
        Assert.Matches("^NP[1-9][0-9]{3}$", definition.Code);
        Assert.True(Enum.TryParse<FindingSeverity>(definition.Severity, out _), definition.Code);
        Assert.NotEqual(nameof(FindingScope.None), definition.Scope);
        foreach (string text in new[] { definition.Meaning, definition.EvidenceNeeded, definition.Symptom, definition.Remedy })
        {
            Assert.True(text.Length > 10 && text == text.Trim() && !text.Contains("  ", StringComparison.Ordinal), $"{definition.Code}: {text}");
        }

        Assert.False(definition.Meaning.EndsWith('.'), definition.Code);
        Assert.EndsWith(".", definition.Remedy, StringComparison.Ordinal);
    });

    [Fact]
    public void A_path_check_that_is_not_asked_of_every_path_says_which_endings_it_explains() =>
        Assert.Empty(FindingCatalogue.All.Where(definition => definition.OnPath is not null && !definition.OnEveryPath && definition.Explains.Length == 0).Select(definition => definition.Code));

    [Theory]
    [InlineData("NP2002")]
    [InlineData("np2002")]
    public void A_code_is_found_in_either_case(string code) => Assert.Equal("NP2002", FindingCatalogue.Find(code)?.Code);

    [Fact]
    public void What_is_no_code_is_not_found() => Assert.Null(FindingCatalogue.Find("NP0000"));
}
