using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
[Collection(CalicoRouted.Name)]
public sealed class HealthyCalicoRoutedTests(CalicoRouted lab) : HealthyNodesTests(lab);
