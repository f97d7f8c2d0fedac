namespace NetPath.Core.Kubernetes;

/// <summary>One object of a list, before it is parsed.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="ApiVersion">Its group and version.</param>
/// <param name="Line">The line where it begins in its file, counted from 1.</param>
/// <param name="Json">Its bytes.</param>
internal sealed record ObjectItem(string Kind, string ApiVersion, int Line, ReadOnlyMemory<byte> Json);
