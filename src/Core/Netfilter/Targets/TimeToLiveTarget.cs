namespace NetPath.Core.Netfilter.Targets;

/// <summary>TTL and HL: sets or changes the time to live (hop limit). A packet whose time to live runs out goes no further.</summary>
/// <param name="Kind">TTL or HL.</param>
/// <param name="Operation">What is done.</param>
/// <param name="Value">The value to set, or by how much.</param>
public sealed record TimeToLiveTarget(string Kind, TimeToLiveOperation Operation, int Value) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;

    internal int Apply(int timeToLive) => Math.Clamp(
        Operation switch
        {
            TimeToLiveOperation.Set => Value,
            TimeToLiveOperation.Increase => timeToLive + Value,
            _ => timeToLive - Value,
        },
        0,
        255);
}
