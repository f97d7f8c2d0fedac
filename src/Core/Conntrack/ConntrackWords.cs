namespace NetPath.Core.Conntrack;

/// <summary>The words of an entry's line. What stands in brackets, such as <c>[start=Mon Nov 23 08:00:00 2026]</c>, is one word.</summary>
internal ref struct ConntrackWords
{
    private ReadOnlySpan<char> _rest;

    public ConntrackWords(ReadOnlySpan<char> line) => _rest = line;

    /// <summary>The word that was read last; never empty.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Goes to the next word; false at the end.</summary>
    public bool Next()
    {
        _rest = _rest.TrimStart();
        if (_rest.IsEmpty)
        {
            return false;
        }

        int close = _rest[0] == '[' ? _rest.IndexOf(']') : -1;
        int end = close >= 0 ? close + 1 : _rest.IndexOf(' ');
        Current = end < 0 ? _rest : _rest[..end];
        _rest = _rest[Current.Length..];
        return true;
    }
}
