using System.Management.Automation;
using NetPath.Core.Diagnosis;

namespace NetPath.Cmdlets.Diagnosis;

/// <summary>Error records of findings.</summary>
internal static class FindingErrors
{
    public static ErrorRecord CodeNotFound(string code) => new(
        new NetPathException($"No finding has the code '{code}'.{(FindingCatalogue.Find($"NP{code}") is FindingDefinition meant ? $" Did you mean {meant.Code}?" : "")} Codes are NP and four digits; Get-NetPathFinding without a code lists all."),
        "FindingCodeNotFound",
        ErrorCategory.ObjectNotFound,
        code);
}
