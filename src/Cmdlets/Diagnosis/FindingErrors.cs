using System.Management.Automation;

namespace NetPath.Cmdlets.Diagnosis;

/// <summary>Error records of findings.</summary>
internal static class FindingErrors
{
    public static ErrorRecord CodeNotFound(string code) => new(
        new NetPathException($"No finding has the code '{code}'. Codes are NP and four digits; Get-NetPathFinding without a code lists all."),
        "FindingCodeNotFound",
        ErrorCategory.ObjectNotFound,
        code);
}
