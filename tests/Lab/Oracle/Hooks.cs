namespace NetPath.Lab.Oracle;

/// <summary>The hooks from which a chain can be reached, or at which a match or target is allowed.</summary>
[Flags]
internal enum Hooks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>PREROUTING.</summary>
    Prerouting = 1,

    /// <summary>INPUT.</summary>
    Input = 2,

    /// <summary>FORWARD.</summary>
    Forward = 4,

    /// <summary>OUTPUT.</summary>
    Output = 8,

    /// <summary>POSTROUTING.</summary>
    Postrouting = 16,

    /// <summary>Where a packet has come in by an interface.</summary>
    Incoming = Prerouting | Input | Forward,

    /// <summary>Where the outgoing interface is known.</summary>
    Outgoing = Forward | Output | Postrouting,

    /// <summary>Those of the filter table.</summary>
    Filter = Input | Forward | Output,

    /// <summary>All five.</summary>
    All = Prerouting | Input | Forward | Output | Postrouting,
}
