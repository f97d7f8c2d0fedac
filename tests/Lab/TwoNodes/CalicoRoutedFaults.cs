namespace NetPath.Lab.TwoNodes;

/// <summary>The faults of <see cref="CalicoRouted"/>.</summary>
public sealed class CalicoRoutedFaults(LabNode machine) : FaultBench(machine, NodeFault.OfRoutes, pairs: 2)
{
    private protected override TwoNodeLab Build(LabNode machine) => new CalicoRouted(machine);
}
