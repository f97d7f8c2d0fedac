namespace NetPath.Core.Netfilter.Targets;

/// <summary>SYNPROXY: answers the SYN of a client in the server's place, and asks the server when the client has confirmed.</summary>
/// <param name="Options">Its options as the rule gives them.</param>
public sealed record SynProxyTarget(string Options) : Target
{
    /// <inheritdoc/>
    public override string Name => "SYNPROXY";
}
