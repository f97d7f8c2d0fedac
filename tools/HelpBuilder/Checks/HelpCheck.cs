using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Metadata;
using NetPath.HelpBuilder.Pages;
using NetPath.HelpBuilder.Refresh;

namespace NetPath.HelpBuilder.Checks;

/// <summary>Compares the pages with the module in both directions: nothing undocumented, nothing stale, nothing unfinished.</summary>
public sealed class HelpCheck
{
    private const int LeastExamples = 3;
    private readonly List<string> _problems = [];

    /// <summary>What is wrong, one line each: <c>file:line: problem</c>. Empty when all agrees.</summary>
    public static IReadOnlyList<string> Run(HelpFolder folder, ModuleFacts module)
    {
        HelpCheck check = new();
        foreach (CommandFacts command in module.Commands)
        {
            if (folder.Commands.FirstOrDefault(page => page.Name == command.Name) is { } help)
            {
                check.CheckCommand(help, command, module);
            }
            else
            {
                check._problems.Add($"{command.Name}.md:1: the command has no page; './build.sh help' makes one");
            }
        }

        foreach (CommandHelp help in folder.Commands.Where(help => module.Commands.All(command => command.Name != help.Name)))
        {
            check.Add(help, 1, $"the module has no command {help.Name}; remove the page");
        }

        check.CheckModulePage(folder, module);
        check.CheckPlaceholders(folder.Pages);
        return check._problems;
    }

    private void CheckCommand(CommandHelp help, CommandFacts command, ModuleFacts module)
    {
        YamlMapping matter = help.Page.FrontMatter!;
        CheckText(help, matter.Line, "Module Name", matter.Text("Module Name"), module.Name);
        CheckText(help, matter.Line, "external help file", matter.Text("external help file"), module.HelpFile);
        CheckText(help, 1, "the file's name", help.Page.File, command.Name + ".md");
        CheckSyntax(help, command);
        foreach (ParameterFacts parameter in command.Parameters)
        {
            CheckParameter(help, parameter);
        }

        foreach (ParameterHelp stale in help.Parameters.Where(page => command.Parameters.All(known => known.Name != page.Facts.Name)))
        {
            Add(help, stale.Line, $"{command.Name} has no parameter -{stale.Facts.Name}; remove the section, or move its prose to the parameter's new name");
        }

        foreach (IGrouping<string, ParameterHelp> twice in help.Parameters.GroupBy(parameter => parameter.Facts.Name).Where(group => group.Count() > 1))
        {
            Add(help, twice.Last().Line, $"-{twice.Key} is described twice");
        }

        CheckOutputs(help, command);
        if (help.Examples.Count < LeastExamples)
        {
            Add(help, help.Page.Find("EXAMPLES")!.Line, $"{help.Examples.Count} examples; a command needs at least {LeastExamples}");
        }
    }

    private void CheckSyntax(CommandHelp help, CommandFacts command)
    {
        SyntaxHelp[] expected = [.. command.Syntax.Select(way => way with { Text = SyntaxLayout.Wrapped(way.Text), IsDefault = way.IsDefault && way.ParameterSet != SyntaxHelp.OnlySet })];
        if (!expected.SequenceEqual(help.Syntax))
        {
            Add(help, help.Page.Find("SYNTAX")!.Line, "the syntax is not the command's; './build.sh help' writes it");
        }
    }

    private void CheckParameter(CommandHelp help, ParameterFacts expected)
    {
        ParameterHelp? found = help.Parameters.FirstOrDefault(parameter => parameter.Facts.Name == expected.Name);
        if (found is null)
        {
            Add(help, help.Page.Find("PARAMETERS")!.Line, $"-{expected.Name} is not described; './build.sh help' adds it");
            return;
        }

        foreach ((string property, string page, string command) in ParameterDifferences.Between(found.Facts, expected))
        {
            Add(help, found.Line, $"-{expected.Name}: {property} is '{page}' here and '{command}' in the command; './build.sh help' corrects it");
        }

        if (found.Description.Count == 0)
        {
            Add(help, found.Line, $"-{expected.Name} has no description");
        }
    }

    private void CheckOutputs(CommandHelp help, CommandFacts command)
    {
        foreach (string type in command.Outputs.Where(type => help.Outputs.All(output => output.Name != type)))
        {
            Add(help, help.Page.Find("OUTPUTS")!.Line, $"{type} is not described; './build.sh help' adds it");
        }

        foreach (TypeHelp output in help.Outputs.Where(output => !command.Outputs.Contains(output.Name)))
        {
            Add(help, output.Line, $"{command.Name} does not declare to write {output.Name}");
        }
    }

    private void CheckModulePage(HelpFolder folder, ModuleFacts module)
    {
        if (folder.ModulePage is not { } page)
        {
            _problems.Add($"{module.Name}.md:1: the module has no page");
            return;
        }

        string guid = page.FrontMatter!.TextOr("Module Guid", "");
        if (guid != module.Guid)
        {
            _problems.Add($"{page.File}:{page.FrontMatter.Line}: Module Guid is '{guid}' and must be '{module.Guid}'");
        }

        foreach (CommandFacts command in module.Commands.Where(command => !ModulePageRefresh.Lists(page, command.Name)))
        {
            _problems.Add($"{page.File}:{page.Root.Line}: {command.Name} is not listed; './build.sh help' adds it");
        }

        foreach (MarkdownSection section in ModulePageRefresh.Headings(page.Root).Where(section => section.Level == 3 && module.Commands.All(command => command.Name != section.Title)))
        {
            _problems.Add($"{page.File}:{section.Line}: the module has no command {section.Title}");
        }
    }

    private void CheckPlaceholders(IEnumerable<MarkdownPage> pages)
    {
        foreach (MarkdownPage page in pages)
        {
            foreach ((int index, string line) in page.Text.Split('\n').Index().Where(line => line.Item.Contains(CommandPage.PlaceholderStart, StringComparison.Ordinal)))
            {
                _problems.Add($"{page.File}:{index + 1}: write what is to stand here instead of {line.Trim()}");
            }
        }
    }

    private void CheckText(CommandHelp help, int line, string what, string page, string expected)
    {
        if (page != expected)
        {
            Add(help, line, $"{what} is '{page}' and must be '{expected}'");
        }
    }

    private void Add(CommandHelp help, int line, string problem) => _problems.Add($"{help.Page.File}:{line}: {problem}");
}
