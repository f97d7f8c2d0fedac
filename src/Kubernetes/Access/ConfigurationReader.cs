using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using NetPath.Core.Kubernetes;

namespace NetPath.Kubernetes.Access;

/// <summary>Finds out how to reach the cluster, in kubectl's order: files that were named, KUBECONFIG, ~/.kube/config, a pod's service account.</summary>
internal static class ConfigurationReader
{
    private const string Variable = "KUBECONFIG";

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="KubernetesApiException">There is none, or it cannot be used.</exception>
    public static KubernetesClientConfiguration Read(ConnectionOptions options)
    {
        try
        {
            IReadOnlyList<string> files = Files(options);
            if (files.Count == 0)
            {
                return InCluster(options);
            }

            K8SConfiguration merged = ConfigurationMerge.Read(files);
            CheckContext(merged, options, files);
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(merged, options.Context);
        }
        catch (Exception error) when (error is KubeConfigException or IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException
            or System.Security.Cryptography.CryptographicException or FormatException or ArgumentException or InvalidOperationException or System.Text.Json.JsonException)
        {
            throw Wrong(Reason(error), error);
        }
    }

    private static IReadOnlyList<string> Files(ConnectionOptions options)
    {
        if (options.KubeConfig.Count > 0)
        {
            return options.KubeConfig.FirstOrDefault(file => !File.Exists(file)) is string missing
                ? throw Wrong($"there is no file '{missing}'")
                : options.KubeConfig;
        }

        string? listed = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(listed))
        {
            // As kubectl does: files of the list that do not exist are passed over.
            string[] all = [.. listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(file => file.Trim('"'))];
            string[] there = [.. all.Where(File.Exists)];
            return there.Length > 0 ? there : throw Wrong($"{Variable} names {string.Join(" and ", all.Select(file => $"'{file}'"))}, and there is no such file");
        }

        return File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation) ? [KubernetesClientConfiguration.KubeConfigDefaultLocation] : [];
    }

    private static KubernetesClientConfiguration InCluster(ConnectionOptions options)
    {
        if (!KubernetesClientConfiguration.IsInCluster())
        {
            throw Wrong($"no kubeconfig was named, {Variable} is not set, '{KubernetesClientConfiguration.KubeConfigDefaultLocation}' does not exist, and this is no pod with a service account");
        }

        return options.Context is null
            ? KubernetesClientConfiguration.InClusterConfig()
            : throw Wrong($"there is no kubeconfig to have the context '{options.Context}': a pod's service account knows its own cluster only");
    }

    private static void CheckContext(K8SConfiguration merged, ConnectionOptions options, IReadOnlyList<string> files)
    {
        string[] known = [.. merged.Contexts?.Select(context => context.Name) ?? []];
        string? wanted = options.Context ?? merged.CurrentContext;
        string where = files.Count == 1 ? $"'{files[0]}'" : $"these {files.Count} files";
        if (string.IsNullOrEmpty(wanted))
        {
            throw Wrong($"{where} name no current context. Choose one with -Context: {string.Join(", ", known)}");
        }

        if (!known.Contains(wanted, StringComparer.OrdinalIgnoreCase))
        {
            throw Wrong(known.Length == 0 ? $"{where} hold no contexts" : $"{where} hold no context '{wanted}'. They hold {string.Join(", ", known)}");
        }
    }

    private static string Reason(Exception error) => error.Message.TrimEnd('.', ' ').ReplaceLineEndings(" ");

    private static KubernetesApiException Wrong(string reason, Exception? cause = null) => new(ApiFailure.Configuration, "use the kubeconfig", reason, cause);
}
