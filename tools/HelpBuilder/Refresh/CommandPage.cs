using NetPath.HelpBuilder.Metadata;
using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.Refresh;

/// <summary>Makes the page of a new command, with a placeholder wherever a person must write.</summary>
public static class CommandPage
{
    /// <summary>How every placeholder starts; a page that holds one is not finished.</summary>
    public const string PlaceholderStart = "{{ Fill";

    /// <summary>The page.</summary>
    /// <param name="command">The command.</param>
    /// <param name="module">Its module.</param>
    /// <param name="date">The day to write into the front matter.</param>
    public static string New(CommandFacts command, ModuleFacts module, DateOnly date)
    {
        string parameters = string.Concat(command.Parameters.Select(parameter => Parameter(parameter) + "\n"));
        string outputs = string.Concat(command.Outputs.Select(Output));
        return $$$"""
            ---
            document type: cmdlet
            external help file: {{{module.HelpFile}}}
            HelpUri: ''
            Locale: en-US
            Module Name: {{{module.Name}}}
            ms.date: {{{date:MM/dd/yyyy}}}
            PlatyPS schema version: 2024-05-01
            title: {{{command.Name}}}
            ---

            # {{{command.Name}}}

            ## SYNOPSIS

            {{ Fill in the Synopsis }}

            ## SYNTAX

            {{{SyntaxLayout.Section(command.Syntax)}}}
            ## ALIASES

            ## DESCRIPTION

            {{ Fill in the Description }}

            ## EXAMPLES

            ### Example 1

            {{ Fill in the example's purpose }}

            ```powershell
            {{ Fill in the example }}
            ```

            ## PARAMETERS

            {{{parameters}}}### CommonParameters

            This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
            -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
            -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
            [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).

            ## INPUTS

            ## OUTPUTS

            {{{outputs}}}## NOTES

            ## RELATED LINKS

            """.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    internal static string Parameter(ParameterFacts facts) =>
        $"### -{facts.Name}\n\n{PlaceholderStart} {facts.Name} Description }}}}\n\n{MetadataBlock.Of(facts)}\n";

    internal static string Output(string type) => $"### {type}\n\n{PlaceholderStart} in the Description }}}}\n\n";
}
