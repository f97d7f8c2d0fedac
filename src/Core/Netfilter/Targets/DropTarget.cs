namespace NetPath.Core.Netfilter.Targets;

/// <summary>DROP: the packet ends here, and nobody is told.</summary>
public sealed record DropTarget : Target
{
    /// <inheritdoc/>
    public override string Name => "DROP";
}
