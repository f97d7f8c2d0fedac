using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
[Collection(FlannelVxlan.Name)]
public sealed class HealthyFlannelVxlanTests(FlannelVxlan lab) : HealthyNodesTests(lab);
