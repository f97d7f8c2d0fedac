namespace NetPath.Core.Tracing;

/// <summary>What entries of connection tracking do to a traced flow.</summary>
public enum EntryEffect
{
    /// <summary>No entry has the flow's tuple: it is a new connection.</summary>
    NoEntry,

    /// <summary>An entry sends the flow where a new connection could go, too.</summary>
    Same,

    /// <summary>An entry sends the flow elsewhere than a new connection would go, or it fares differently: rules or endpoints changed since it was made.</summary>
    Differs,

    /// <summary>The entry of the flow is over (TIME_WAIT): the next SYN opens a new connection, for which the rules are asked.</summary>
    Over,
}
