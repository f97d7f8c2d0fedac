using NetPath.Core.Tracing;

namespace NetPath.Lab.Findings;

/// <summary>One row of the findings' catalogue, made on the lab's node for one test and put back afterwards.</summary>
/// <param name="Code">The code that must be the cause, such as NP3001.</param>
/// <param name="What">The fault in words; the test's name.</param>
/// <param name="Break">
/// Shell commands that make it, in the namespace <see cref="Space"/>. {node}, {client}, {numbers}, {backend}, {coredns} and {outside} stand for the names of
/// the namespaces, as in <c>ip -n {client} route</c>; {state} for a folder that is the test's own.
/// </param>
/// <param name="Mend">Shell commands that put it back.</param>
/// <param name="Seen">What the client sees of it on the real kernel.</param>
internal sealed record CatalogueFault(string Code, string What, string Break, string Mend, Symptom Seen)
{
    /// <summary>The namespace in which the commands run.</summary>
    public string Space { get; init; } = "node";

    /// <summary>The connection that suffers.</summary>
    public LabConnection Connection { get; init; } = LabConnection.Reference;

    /// <summary>True for a fault that lies in what the kernel remembers, such as a conntrack entry: then it forgets before the fault is made, not after.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>True for a finding about the node, of which one connection sees nothing or not the cause: the sweep of the node must name it, no trace need.</summary>
    public bool IsOfNode { get; init; }

    /// <summary>True when the snapshot needs the entries of connection tracking.</summary>
    public bool NeedsEntries { get; init; }

    /// <summary>True for a fault that leaves something which cannot be undone, such as counters: the lab is built anew.</summary>
    public bool LeavesTraces { get; init; }

    /// <summary>Seconds that the client waits. "No route to host" takes the kernel three where a neighbour does not answer.</summary>
    public int Patience { get; init; } = 4;

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {What}";
}
