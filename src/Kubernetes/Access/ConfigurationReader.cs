using System.Net;
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
    public static ServerAccess Read(ConnectionOptions options)
    {
        try
        {
            IReadOnlyList<string> files = Files(options);
            return files.Count > 0 ? FromFiles(files, options.Context) : new ServerAccess(InCluster(options));
        }
        catch (Exception error) when (error is KubeConfigException or IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException
            or System.Security.Cryptography.CryptographicException or FormatException or ArgumentException or InvalidOperationException or System.Text.Json.JsonException)
        {
            throw Wrong(Reason(error), error);
        }
    }

    /// <summary>The error of a configuration that cannot be used.</summary>
    public static KubernetesApiException Wrong(string reason, Exception? cause = null) => new(ApiFailure.Configuration, "use the kubeconfig", reason, cause);

    private static ServerAccess FromFiles(IReadOnlyList<string> files, string? context)
    {
        K8SConfiguration merged = ConfigurationMerge.Read(files);
        ChosenContext chosen = new(merged, context, files);
        chosen.ReadTokenFile();
        IWebProxy? proxy = chosen.Proxy();
        try
        {
            return new ServerAccess(KubernetesClientConfiguration.BuildConfigFromConfigObject(merged, chosen.Name), proxy);
        }
        catch (KubeConfigException error) when (chosen.Plugin is ExternalExecution plugin && error.Message.StartsWith("external exec", StringComparison.Ordinal))
        {
            throw Wrong(PluginProblem(plugin, error), error);
        }
    }

    /// <summary>What is wrong with a plugin; the client's own words hold .NET's stack trace.</summary>
    private static string PluginProblem(ExternalExecution plugin, Exception error)
    {
        string command = string.Join(' ', [plugin.Command, .. plugin.Arguments ?? []]);
        string hint = string.IsNullOrEmpty(plugin.InstallHint) ? "" : $". {plugin.InstallHint.Trim().ReplaceLineEndings(" ").TrimEnd('.')}";
        return error.Message switch
        {
            // Then come .NET's words, of which the last sentence is the system's.
            string said when said.StartsWith("external exec failed due to: ", StringComparison.Ordinal) =>
                $"the plugin for credentials '{plugin.Command}' cannot be started ({Reason(error).Split(". ")[^1]}){hint}",
            string said when said.Contains("timeout", StringComparison.Ordinal) => $"the plugin for credentials '{plugin.Command}' did not end within {KubernetesClientConfiguration.ExecTimeout.TotalSeconds:0} s",
            _ => $"the plugin for credentials '{plugin.Command}' gave none, as an ExecCredential of {plugin.ApiVersion} in JSON. Run it by itself to see why: {command}",
        };
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
            throw Wrong($"no kubeconfig was named, {Variable} is not set, '{KubernetesClientConfiguration.KubeConfigDefaultLocation}' does not exist, and this is no pod with a service account. Name one with -KubeConfig");
        }

        return options.Context is null
            ? KubernetesClientConfiguration.InClusterConfig()
            : throw Wrong($"there is no kubeconfig to have the context '{options.Context}': a pod's service account knows its own cluster only");
    }

    private static string Reason(Exception error) => error.Message.TrimEnd('.', ' ').ReplaceLineEndings(" ");
}
