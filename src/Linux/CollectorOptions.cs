namespace NetPath.Linux;

/// <summary>What the collector shall read.</summary>
public sealed record CollectorOptions
{
    /// <summary>The sections there are: what <c>--only</c> takes.</summary>
    public static IReadOnlyList<string> AllSections { get; } =
        ["netfilter", "routing", "links", "pods", "conntrack", "dns", "sysctl", "sockets"];

    /// <summary>The sections to read; empty for all.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Treat this network namespace as the host: a name under /run/netns, or a path. Null for this machine's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Treat the network namespace of this process as the host. Null for this machine's own.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Read the entries of connection tracking too; there may be half a million.</summary>
    public bool IncludeConntrackEntries { get; init; }

    /// <summary>The script's arguments.</summary>
    /// <param name="compressed">Whether the archive shall be gzipped, as it should where it goes over a network.</param>
    public IEnumerable<string> ToArguments(bool compressed = false)
    {
        if (!compressed)
        {
            yield return "--raw";
        }

        if (Sections.Count > 0)
        {
            yield return "--only";
            yield return string.Join(',', Sections);
        }

        if (NetworkNamespace is not null)
        {
            yield return "--netns";
            yield return NetworkNamespace;
        }

        if (ProcessId is int id)
        {
            yield return "--pid";
            yield return id.ToString();
        }

        if (IncludeConntrackEntries)
        {
            yield return "--entries";
        }
    }
}
