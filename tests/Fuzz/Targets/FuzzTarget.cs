namespace NetPath.Fuzz.Targets;

/// <summary>A parser that reads what a node's tools, or a user, hand it.</summary>
/// <param name="Name">Its name, also of its folder in the corpus.</param>
/// <param name="Read">Reads an input as far as NetPath can. Gives the parser's own error as text, or null; any other exception is a bug.</param>
/// <param name="Words">Words that mean something to the parser.</param>
/// <param name="BaseMemory">Bytes that it may allocate whatever the input.</param>
/// <param name="MemoryPerByte">Bytes that it may allocate for each byte of the input besides.</param>
/// <param name="Executions">How many inputs a run of the tests makes up.</param>
internal sealed record FuzzTarget(string Name, Func<byte[], string?> Read, IReadOnlyList<string> Words, long BaseMemory = 256 * 1024, long MemoryPerByte = 1024, int Executions = 4_000)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
