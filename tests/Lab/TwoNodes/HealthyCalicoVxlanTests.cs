using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
[Collection(CalicoVxlan.Name)]
public sealed class HealthyCalicoVxlanTests(CalicoVxlan lab) : HealthyNodesTests(lab);
