namespace NetPath.Core.Netfilter.Targets;

/// <summary>What a rule does with a packet that matches.</summary>
public abstract record Target
{
    /// <summary>The name after -j, such as ACCEPT or KUBE-SVC-BE5LIK4X2OAKIEFX; empty for a rule without a target.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
