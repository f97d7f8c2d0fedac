using NetPath.Core.Dns;

namespace NetPath.Core.Tracing;

/// <summary>The client's resolver turns the Service's name into an address, or fails to.</summary>
public sealed record NameHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Name";

    internal override Layer NetworkLayer => Tracing.Layer.L7;

    /// <summary>The name that the client is given.</summary>
    public required string Name { get; init; }

    /// <summary>What becomes of it: the name of a <see cref="NameVerdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The servers that are asked.</summary>
    public required string[] Servers { get; init; }

    /// <summary>The names that are tried, in order.</summary>
    public required string[] Names { get; init; }

    /// <summary>How many queries are sent.</summary>
    public required int Queries { get; init; }

    internal ServiceNameResolution? Resolution { get; init; }

    /// <summary>How long the client waits for answers that do not come, in seconds.</summary>
    public required int WaitSeconds { get; init; }
}
