using System.Text;
using System.Xml;
using NetPath.HelpBuilder.About;
using NetPath.HelpBuilder.Checks;
using NetPath.HelpBuilder.Examples;
using NetPath.HelpBuilder.MamlFiles;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Metadata;
using NetPath.HelpBuilder.Refresh;

namespace NetPath.HelpBuilder;

/// <summary>The command line: makes help from Markdown, refreshes the Markdown, and checks it.</summary>
internal static class Program
{
    private const string Usage = """
        usage: netpath-help build PAGES OUT          writes OUT/NetPath.dll-Help.xml and OUT/about_*.help.txt
               netpath-help topics PAGES OUT         writes OUT/about_*.help.txt only
               netpath-help refresh PAGES FACTS      adds what is missing to the pages, and updates syntax and metadata
               netpath-help check PAGES FACTS        says what in the pages is not as the module has it
               netpath-help examples PAGES OUTFILE   writes the examples as JSON
        PAGES is a folder of Markdown, FACTS what Get-CommandFacts.ps1 wrote.
        """;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static int Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["build", string pages, string destination] => Build(HelpFolder.Read(pages), destination, withCommands: true),
                ["topics", string pages, string destination] => Build(HelpFolder.Read(pages), destination, withCommands: false),
                ["refresh", string pages, string facts] => Refresh(pages, ModuleFacts.Read(File.ReadAllText(facts))),
                ["check", string pages, string facts] => Check(HelpFolder.Read(pages), ModuleFacts.Read(File.ReadAllText(facts))),
                ["examples", string pages, string file] => Write(file, ExampleList.ToJson(HelpFolder.Read(pages))),
                _ => Fail(Usage),
            };
        }
        catch (Exception error) when (error is HelpFormatException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return Fail(error.Message);
        }
    }

    private static int Build(HelpFolder folder, string destination, bool withCommands)
    {
        Directory.CreateDirectory(destination);
        foreach (MarkdownPage topic in folder.Topics)
        {
            Write(Path.Combine(destination, Path.ChangeExtension(topic.File, ".help.txt")), AboutTopic.Of(topic));
        }

        if (withCommands && folder.Commands is [{ } first, ..])
        {
            XmlWriterSettings settings = new() { Indent = true, Encoding = Utf8, NewLineChars = "\n" };
            using XmlWriter writer = XmlWriter.Create(Path.Combine(destination, first.Page.FrontMatter!.Text("external help file")), settings);
            MamlDocument.Of(folder.Commands).Save(writer);
        }

        return 0;
    }

    private static int Refresh(string pages, ModuleFacts module)
    {
        Directory.CreateDirectory(pages);
        IReadOnlyList<MarkdownPage> known = HelpFolder.ReadPages(pages);
        foreach (CommandFacts command in module.Commands)
        {
            string file = command.Name + ".md";
            MarkdownPage? page = known.FirstOrDefault(candidate => candidate.File == file);
            string text = page is null
                ? CommandPage.New(command, module, DateOnly.FromDateTime(DateTime.Today))
                : CommandPageRefresh.Refresh(page, command);
            Update(Path.Combine(pages, file), page?.Text, text);
        }

        if (known.FirstOrDefault(HelpFolder.IsModulePage) is { } modulePage)
        {
            Update(Path.Combine(pages, modulePage.File), modulePage.Text, ModulePageRefresh.Refresh(modulePage, module));
        }

        return 0;
    }

    private static void Update(string path, string? old, string text)
    {
        if (text != old)
        {
            Write(path, text);
            Console.WriteLine($"{(old is null ? "made" : "updated")} {Path.GetFileName(path)}");
        }
    }

    private static int Check(HelpFolder folder, ModuleFacts module)
    {
        IReadOnlyList<string> problems = HelpCheck.Run(folder, module);
        return problems.Count == 0 ? 0 : Fail(string.Join('\n', problems));
    }

    private static int Write(string path, string text)
    {
        File.WriteAllText(path, text, Utf8);
        return 0;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
