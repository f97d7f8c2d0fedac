namespace NetPath.HelpBuilder.Pages;

/// <summary>One way to call a command.</summary>
/// <param name="ParameterSet">The parameter set; <c>__AllParameterSets</c> where there is only one.</param>
/// <param name="IsDefault">Whether it is the command's default set.</param>
/// <param name="Text">The call as <c>Get-Command -Syntax</c> prints it, in lines of at most 100 columns.</param>
public sealed record SyntaxHelp(string ParameterSet, bool IsDefault, string Text)
{
    /// <summary>The name of the set of a command that has only one.</summary>
    public const string OnlySet = "__AllParameterSets";
}
