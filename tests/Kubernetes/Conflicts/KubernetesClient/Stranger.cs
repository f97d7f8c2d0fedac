namespace KubernetesClient;

/// <summary>All that this assembly has.</summary>
public static class Stranger
{
    /// <summary>Says which one it is.</summary>
    public static string Name => "another KubernetesClient";
}
