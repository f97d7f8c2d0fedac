namespace NetPath.Core.Dns;

/// <summary>A name cannot be looked up: it is none, or nobody could look it up from there.</summary>
public sealed class NameRequestException(string message) : Exception(message);
