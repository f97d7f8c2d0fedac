namespace NetPath.Core.Netfilter.Targets;

/// <summary>ACCEPT: leaves this table's hook; the packet goes on to the next table.</summary>
public sealed record AcceptTarget : Target
{
    /// <inheritdoc/>
    public override string Name => "ACCEPT";
}
