using System.Management.Automation;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>What the parameters that lead to a cluster say.</summary>
/// <param name="KubeConfig">Paths of kubeconfig files; empty for the usual places.</param>
/// <param name="Context">The context in them; null for the current one.</param>
/// <param name="Timeout">How long one request may take.</param>
internal sealed record ClusterAddress(IReadOnlyList<string> KubeConfig, string? Context, TimeSpan Timeout)
{
    /// <summary>Takes the parameters as they were typed; paths are relative to PowerShell's location.</summary>
    public static ClusterAddress Of(PSCmdlet cmdlet, string[] kubeConfig, string? context, int timeoutSeconds) => new(
        [.. kubeConfig.Select(FilePaths.OfAny(cmdlet).ResolveLiteral)],
        context,
        TimeSpan.FromSeconds(timeoutSeconds));
}
