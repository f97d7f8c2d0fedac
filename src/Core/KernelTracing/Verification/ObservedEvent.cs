namespace NetPath.Core.KernelTracing.Verification;

/// <summary>One of the kernel's events of the probe or of its answer.</summary>
/// <param name="Place">The namespace that it is from: the node's or a pod's name.</param>
/// <param name="IsReply">True when it is of the answer.</param>
/// <param name="Event">What the kernel reported.</param>
public sealed record ObservedEvent(string Place, bool IsReply, KernelTraceEvent Event)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Event.Text}";
}
