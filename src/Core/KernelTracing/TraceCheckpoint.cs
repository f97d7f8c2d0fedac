namespace NetPath.Core.KernelTracing;

/// <summary>
/// The chains of a trace table, by whose events a packet is seen at each turn of its way through a namespace, whatever other rules there are.
/// </summary>
public static class TraceCheckpoint
{
    /// <summary>It came in by an interface; nothing has happened to it.</summary>
    public const string Prerouting = "prerouting";

    /// <summary>The rules of PREROUTING have let it through, with its destination translated.</summary>
    public const string PreroutingEnd = "prerouting_end";

    /// <summary>A process of the namespace sent it; nothing has happened to it.</summary>
    public const string Output = "output";

    /// <summary>The rules of OUTPUT have let it through, with its destination translated.</summary>
    public const string OutputEnd = "output_end";

    /// <summary>The route says that it is for this namespace.</summary>
    public const string Input = "input";

    /// <summary>The rules have let it through to a socket.</summary>
    public const string InputEnd = "input_end";

    /// <summary>The route says that it goes on by another interface.</summary>
    public const string Forward = "forward";

    /// <summary>The rules have let it out, and all translation is done.</summary>
    public const string PostroutingEnd = "postrouting_end";

    /// <summary>True for an event of such a table.</summary>
    public static bool IsOne(KernelTraceEvent step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Table.StartsWith(TraceTableRequest.NamePrefix, StringComparison.Ordinal);
    }
}
