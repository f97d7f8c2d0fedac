namespace NetPath.Core.Conntrack;

/// <summary>Which end of a connection is translated.</summary>
[Flags]
public enum ConntrackNat
{
    /// <summary>Neither: the answer comes from where the packet was sent to, and goes to where it was sent from.</summary>
    None = 0,

    /// <summary>The destination: a virtual IP became an endpoint.</summary>
    Dnat = 1,

    /// <summary>The source: the client hides behind another address or port.</summary>
    Snat = 2,

    /// <summary>Both.</summary>
    Both = Dnat | Snat,
}
