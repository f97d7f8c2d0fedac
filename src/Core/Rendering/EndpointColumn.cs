namespace NetPath.Core.Rendering;

/// <summary>Writes endpoints into a column of a table, so that no line ends within a port: the rest of it would read as another one.</summary>
public static class EndpointColumn
{
    private const int Most = 5;

    private const int Narrowest = 16;

    /// <summary>The first endpoints, and how many more there are.</summary>
    /// <param name="targets">Addresses with ports: 10.244.120.67:80 or [fd00::11]:80.</param>
    /// <param name="room">Columns from where the text begins to the terminal's last one. What has no room is broken at blanks by whoever prints it.</param>
    public static string Text(string[] targets, int room)
    {
        ArgumentNullException.ThrowIfNull(targets);
        string[] shown = targets.Length > Most ? [.. targets.Take(Most - 2), $"{targets[Most - 2]} and {targets.Length - Most + 1} more"] : targets;
        string[] broken = [.. shown.Select(target => Broken(target, Math.Max(room - 1, Narrowest)))];
        return string.Join(broken.SequenceEqual(shown) ? ", " : ",\n", broken);
    }

    // Only addresses of IPv6 are too long for 80 columns.
    private static string Broken(string target, int room)
    {
        int port = target.IndexOf("]:", StringComparison.Ordinal);
        return target.Length <= room || port < 0 ? target : $"{target[..(port + 1)]}\n  {target[(port + 1)..]}";
    }
}
