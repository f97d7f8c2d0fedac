namespace NetPath.Core.KernelTracing;

/// <summary>How the trace of a packet ends.</summary>
public enum KernelVerdict
{
    /// <summary>It cannot be told from the trace: the last step does not say what it did, and there are no rules to look it up in, or events are missing.</summary>
    Unknown,

    /// <summary>The rules let it through to the end: it went to a process of the namespace, or out of an interface.</summary>
    Accepted,

    /// <summary>A rule or a policy dropped it.</summary>
    Dropped,

    /// <summary>A rule dropped it and told the sender.</summary>
    Rejected,

    /// <summary>A rule gave it to a program (NFQUEUE), whose word on it is not in the trace.</summary>
    Queued,

    /// <summary>No rule stopped it, and yet it never came to the rules that every packet must pass next: the kernel let it go between the hooks (no route,
    /// reverse-path filter, an address that is not allowed), or their events are lost.</summary>
    NotSeenAgain,
}
