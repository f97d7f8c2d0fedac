using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.Metadata;

/// <summary>A command as PowerShell sees it.</summary>
/// <param name="Name">Verb-Noun.</param>
/// <param name="Outputs">Full names of the types that it declares to write.</param>
/// <param name="Syntax">The ways to call it, each in one line.</param>
/// <param name="Parameters">Its parameters without the common ones.</param>
public sealed record CommandFacts(
    string Name,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<SyntaxHelp> Syntax,
    IReadOnlyList<ParameterFacts> Parameters);
