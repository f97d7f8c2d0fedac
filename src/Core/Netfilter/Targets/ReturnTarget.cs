namespace NetPath.Core.Netfilter.Targets;

/// <summary>RETURN: back to the calling chain; in a base chain, the policy decides.</summary>
public sealed record ReturnTarget : Target
{
    /// <inheritdoc/>
    public override string Name => "RETURN";
}
