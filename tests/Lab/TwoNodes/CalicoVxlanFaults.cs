namespace NetPath.Lab.TwoNodes;

/// <summary>The faults of <see cref="CalicoVxlan"/>.</summary>
public sealed class CalicoVxlanFaults(LabNode machine) : FaultBench(machine, NodeFault.OfCalicoVxlan, pairs: 4)
{
    private protected override TwoNodeLab Build(LabNode machine) => new CalicoVxlan(machine);
}
