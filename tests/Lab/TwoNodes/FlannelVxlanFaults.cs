namespace NetPath.Lab.TwoNodes;

/// <summary>The faults of <see cref="FlannelVxlan"/>.</summary>
public sealed class FlannelVxlanFaults(LabNode machine) : FaultBench(machine, NodeFault.OfBridges, pairs: 2)
{
    private protected override TwoNodeLab Build(LabNode machine) => new FlannelVxlan(machine);
}
