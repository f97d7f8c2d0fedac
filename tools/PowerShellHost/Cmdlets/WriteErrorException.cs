// The name is what scripts see in an error's id, so it is the real module's.
namespace Microsoft.PowerShell.Commands;

/// <summary>The exception of an error that Write-Error was given as text.</summary>
public sealed class WriteErrorException(string? message) : SystemException(message);
