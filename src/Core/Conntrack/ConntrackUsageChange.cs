namespace NetPath.Core.Conntrack;

/// <summary>
/// What the kernel counted between two samples of one table. A counter is null when one of the samples lacks it, and when it is smaller in the later one:
/// then the namespace, or the machine, was new.
/// </summary>
internal sealed record ConntrackUsageChange
{
    /// <summary>Entries more than before; negative for fewer.</summary>
    public long? Count { get; init; }

    /// <summary>Packets dropped meanwhile: the table was full or memory ran out.</summary>
    public long? Drop { get; init; }

    /// <summary>Entries thrown out early meanwhile.</summary>
    public long? EarlyDrop { get; init; }

    /// <summary>Entries that could not be inserted meanwhile.</summary>
    public long? InsertFailed { get; init; }

    /// <summary>Packets that could not be tracked meanwhile.</summary>
    public long? Invalid { get; init; }

    /// <summary>Packets dropped meanwhile since their hash chain was too long.</summary>
    public long? ChainTooLong { get; init; }

    /// <summary>True when connections were lost meanwhile.</summary>
    public bool Lost => Drop > 0 || EarlyDrop > 0 || InsertFailed > 0 || ChainTooLong > 0;

    /// <summary>What happened between two samples.</summary>
    public static ConntrackUsageChange Between(ConntrackUsage earlier, ConntrackUsage later) => new()
    {
        Count = later.Count - earlier.Count,
        Drop = Grown(earlier.Drop, later.Drop),
        EarlyDrop = Grown(earlier.EarlyDrop, later.EarlyDrop),
        InsertFailed = Grown(earlier.InsertFailed, later.InsertFailed),
        Invalid = Grown(earlier.Invalid, later.Invalid),
        ChainTooLong = Grown(earlier.ChainTooLong, later.ChainTooLong),
    };

    private static long? Grown(long? before, long? after) => after >= before ? after - before : null;
}
