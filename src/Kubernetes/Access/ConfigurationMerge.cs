using k8s;
using k8s.KubeConfigModels;

namespace NetPath.Kubernetes.Access;

/// <summary>
/// Makes one configuration of several kubeconfig files, as kubectl does: the first that names a context, cluster or user wins, and a relative path is
/// relative to the file that holds it.
/// </summary>
internal static class ConfigurationMerge
{
    public static K8SConfiguration Read(IReadOnlyList<string> files)
    {
        K8SConfiguration[] all = [.. files.Select(ReadOne)];
        return new K8SConfiguration
        {
            CurrentContext = all.Select(one => one.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
            Contexts = all.SelectMany(one => one.Contexts ?? []).DistinctBy(context => context.Name).ToArray(),
            Clusters = all.SelectMany(one => one.Clusters ?? []).DistinctBy(cluster => cluster.Name).ToArray(),
            Users = all.SelectMany(one => one.Users ?? []).DistinctBy(user => user.Name).ToArray(),
            FileName = Path.GetFullPath(files[0]),
        };
    }

    private static K8SConfiguration ReadOne(string file)
    {
        K8SConfiguration one = KubernetesClientConfiguration.LoadKubeConfig(new FileInfo(file), useRelativePaths: true) ?? new K8SConfiguration();
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";
        foreach (ClusterEndpoint cluster in (one.Clusters ?? []).Select(cluster => cluster.ClusterEndpoint).Where(cluster => cluster is not null))
        {
            cluster.CertificateAuthority = Absolute(folder, cluster.CertificateAuthority);
        }

        foreach (UserCredentials user in (one.Users ?? []).Select(user => user.UserCredentials).Where(user => user is not null))
        {
            user.ClientCertificate = Absolute(folder, user.ClientCertificate);
            user.ClientKey = Absolute(folder, user.ClientKey);
            // A bare name is looked for in PATH.
            if (user.ExternalExecution?.Command is string command && command.Contains('/', StringComparison.Ordinal))
            {
                user.ExternalExecution.Command = Absolute(folder, command);
            }
        }

        return one;
    }

    private static string? Absolute(string folder, string? path) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, folder);
}
