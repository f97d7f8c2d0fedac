using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots;

/// <summary>The rule for names of archive entries: they name a place inside the snapshot, and nothing else.</summary>
internal static class EntryPath
{
    /// <summary>Gives the name without a leading <c>./</c> and a closing slash; empty for the archive's own folder.</summary>
    public static string Normalise(string name)
    {
        string path = name;
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        path = path.TrimEnd('/');
        return path == "." ? "" : path;
    }

    /// <summary>Says why a name is refused, as a clause that follows "it holds an entry"; null for a good one.</summary>
    public static string? WhyRefused(string name)
    {
        string shown = PlainText.Clean(name);
        string[] steps = Normalise(name).Split('/', '\\');
        bool drive = name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0]);
        return name switch
        {
            _ when name.StartsWith('/') || name.StartsWith('\\') || drive => $"with an absolute name ('{shown}')",
            _ when steps.Contains("..") => $"whose name leads out of the archive ('{shown}')",
            _ when name.Contains('\uFFFD') => $"whose name is not UTF-8 ('{shown}')",
            _ when name.Any(char.IsControl) => $"whose name holds control characters ('{shown}')",
            _ when steps.Length > 1 && steps.Any(step => step is "" or ".") => $"whose name has an empty step ('{shown}')",
            _ => null,
        };
    }
}
