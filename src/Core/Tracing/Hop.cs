using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>One thing that happened to the packet at one place.</summary>
public abstract record Hop
{
    private string? _description;
    private Evidence[]? _evidence;
    private AddressOwner? _sourceOwner;
    private AddressOwner? _destinationOwner;

    /// <summary>Place in the path, counted from 1.</summary>
    public int Number { get; internal set; }

    /// <summary>What kind of hop it is: Rule, Route, Link, Bridge, Conntrack, Socket or Kernel. Each has properties of its own.</summary>
    public abstract string Kind { get; }

    /// <summary>The network layer: L2, L3, L4 or L7.</summary>
    public string Layer => NetworkLayer.ToString();

    /// <summary>Who is responsible for what happened: application, kernel, kube-proxy, or the name of the network plugin.</summary>
    public required string Owner { get; init; }

    /// <summary>The namespace where it happened: the node's or the pod's name.</summary>
    public required string Place { get; init; }

    /// <summary>The node whose snapshot the namespace is in.</summary>
    public string Node { get; internal set; } = "";

    /// <summary>What happened, in one line.</summary>
    public string Description
    {
        get => _description ??= Describe();
        init => _description = value;
    }

    /// <summary>The packet as it came.</summary>
    public required Packet Before { get; init; }

    /// <summary>The packet as it went on; the same as <see cref="Before"/> unless the hop rewrote it.</summary>
    public required Packet After { get; init; }

    /// <summary>Whose the source address of <see cref="After"/> is: a pod, a node or a Service; null when nothing in the snapshot says.</summary>
    public AddressOwner? SourceOwner
    {
        get => _sourceOwner ??= Owners?.Find(After.SourceAddress);
        init => _sourceOwner = value;
    }

    /// <summary>Whose the destination address of <see cref="After"/> is: a pod, a node or a Service; null when nothing in the snapshot says.</summary>
    public AddressOwner? DestinationOwner
    {
        get => _destinationOwner ??= Owners?.Find(After.DestinationAddress);
        init => _destinationOwner = value;
    }

    /// <summary>What in the snapshot says so.</summary>
    public Evidence[] Evidence
    {
        get => _evidence ??= Prove();
        init => _evidence = value;
    }

    /// <summary>True for a hop that did not decide anything: a chain that was entered and left again. Views leave these out.</summary>
    public bool IsDetail { get; init; }

    /// <summary>
    /// What the kernel's own trace of a probe says: the name of a <see cref="KernelTracing.Verification.HopConfirmation"/>; null when it was not asked, or says
    /// nothing.
    /// </summary>
    public string? Confirmation { get; init; }

    /// <summary>The kernel's own lines on this hop; empty when it was not asked.</summary>
    public string[] KernelEvidence { get; init; } = [];

    /// <summary>True when the hop changed the packet's addresses or ports.</summary>
    public bool Rewrites => !Before.SameTuple(After);

    /// <summary>Who tells whose addresses are; null until the walk has ended.</summary>
    internal AddressOwners? Owners { get; set; }

    internal abstract Layer NetworkLayer { get; }

    // Most hops of most walks are never shown: these are asked when somebody reads the text or the evidence.
    private protected virtual string Describe() => "";

    private protected virtual Evidence[] Prove() => [];

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Number} {Place}: {Description}";
}
