using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Metadata;
using NetPath.HelpBuilder.Pages;
using Xunit;

namespace NetPath.Unit.Help;

/// <summary>A small page in PlatyPS's form, and the command that it describes.</summary>
internal static class SamplePage
{
    internal const string Text = """
        ---
        document type: cmdlet
        external help file: Sample.dll-Help.xml
        HelpUri: https://example.org/Get-Sample
        Locale: en-US
        Module Name: Sample
        ms.date: 11/23/2026
        PlatyPS schema version: 2024-05-01
        title: Get-Sample
        ---

        # Get-Sample

        ## SYNOPSIS

        Gets *samples*,
        also by [name](https://example.org/name).

        ## SYNTAX

        ### Name (Default)

        ```
        Get-Sample [[-Name] <string[]>] [-Force] [<CommonParameters>]
        ```

        ### Index

        ```
        Get-Sample -Index <int> [-Force] [<CommonParameters>]
        ```

        ## ALIASES

        ## DESCRIPTION

        First paragraph.

        - one
        - two

        ## EXAMPLES

        ### Example 1: By name

        Shows `one`.

        ```powershell
        Get-Sample one |
            Format-Table
        ```

        ```output
        Name  Size
        ----  ----
        one      1
        ```

        It is small.

        ### Example 2: All

        ```powershell
        Get-Sample
        ```

        ### Example 3: By index

        ```powershell
        Get-Sample -Index 1
        ```

        ## PARAMETERS

        ### -Force

        Also hidden ones.

        ```yaml
        Type: System.Management.Automation.SwitchParameter
        DefaultValue: False
        SupportsWildcards: false
        Aliases: []
        ParameterSets:
        - Name: (All)
          Position: Named
          IsRequired: false
          ValueFromPipeline: false
          ValueFromPipelineByPropertyName: false
          ValueFromRemainingArguments: false
        DontShow: false
        AcceptedValues: []
        HelpMessage: ''
        ```

        ### -Index

        The index.

        ```yaml
        Type: System.Int32
        DefaultValue: ''
        SupportsWildcards: false
        Aliases: []
        ParameterSets:
        - Name: Index
          Position: Named
          IsRequired: true
          ValueFromPipeline: false
          ValueFromPipelineByPropertyName: true
          ValueFromRemainingArguments: false
        DontShow: false
        AcceptedValues: []
        HelpMessage: ''
        ```

        ### -Name

        The names.

        ```yaml
        Type: System.String[]
        DefaultValue: '*'
        SupportsWildcards: true
        Aliases:
        - n
        ParameterSets:
        - Name: Name
          Position: 0
          IsRequired: false
          ValueFromPipeline: true
          ValueFromPipelineByPropertyName: true
          ValueFromRemainingArguments: false
        DontShow: false
        AcceptedValues:
        - one
        - two
        HelpMessage: ''
        ```

        ### CommonParameters

        This cmdlet supports the common parameters.

        ## INPUTS

        ### System.String

        Names.

        ## OUTPUTS

        ### Sample.Thing

        The sample.

        ## NOTES

        A note.

        ## RELATED LINKS

        - [Set-Sample](Set-Sample.md)
        - [Samples](https://example.org/samples)

        """;

    /// <summary>The page, with some text replaced.</summary>
    internal static MarkdownPage Page(string old = "", string replacement = "")
    {
        string text = Text.ReplaceLineEndings("\n");
        Assert.Contains(old, text, StringComparison.Ordinal);
        return MarkdownPage.Parse(old.Length == 0 ? text : text.Replace(old, replacement, StringComparison.Ordinal), "Get-Sample.md");
    }

    /// <summary>The command as the page describes it.</summary>
    internal static CommandFacts Command { get; } = new(
        "Get-Sample",
        ["Sample.Thing"],
        [
            new SyntaxHelp("Name", true, "Get-Sample [[-Name] <string[]>] [-Force] [<CommonParameters>]"),
            new SyntaxHelp("Index", false, "Get-Sample -Index <int> [-Force] [<CommonParameters>]"),
        ],
        [.. CommandHelpReader.Read(Page()).Parameters.Select(parameter => parameter.Facts)]);

    /// <summary>The module with that command only.</summary>
    internal static ModuleFacts Module(params CommandFacts[] commands) => new("Sample", "7", commands);

    /// <summary>The page of that module.</summary>
    internal static MarkdownPage ModulePage { get; } = MarkdownPage.Parse(
        "---\ndocument type: module\nModule Guid: 7\ntitle: Sample Module\n---\n\n# Sample Module\n\n## Sample\n\n### [Get-Sample](Get-Sample.md)\n\nGets samples.\n",
        "Sample.md");
}
