namespace NetPath.Core.Links;

/// <summary>Settings of a link as port of a bridge.</summary>
public sealed record BridgePort
{
    /// <summary>disabled, listening, learning, forwarding or blocking.</summary>
    public string? State { get; init; }

    /// <summary>A frame may leave by the port it came in by; a pod that reaches itself through its own Service needs this.</summary>
    public bool Hairpin { get; init; }

    /// <summary>An isolated port talks only to ports that are not isolated.</summary>
    public bool Isolated { get; init; }

    /// <summary>The bridge learns addresses from frames that come in here.</summary>
    public bool Learning { get; init; }

    /// <summary>Frames with an unknown receiver go out here too.</summary>
    public bool Flood { get; init; }
}
