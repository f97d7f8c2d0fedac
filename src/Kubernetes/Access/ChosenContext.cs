using System.Net;
using k8s.KubeConfigModels;
using NetPath.Core.Kubernetes;

namespace NetPath.Kubernetes.Access;

/// <summary>The context of a kubeconfig that is used, with its cluster and its user.</summary>
internal sealed class ChosenContext
{
    private readonly IReadOnlyList<string> _files;
    private readonly string _cluster;
    private readonly User _user;

    /// <summary>Chooses the context.</summary>
    /// <exception cref="KubernetesApiException">There is none of the name, or what it refers to is not there.</exception>
    public ChosenContext(K8SConfiguration merged, string? wanted, IReadOnlyList<string> files)
    {
        _files = files;
        string where = files.Count == 1 ? $"'{files[0]}'" : $"these {files.Count} files";
        string holds = files.Count == 1 ? "holds" : "hold";
        string known = string.Join(", ", merged.Contexts.Select(context => context.Name));
        Name = wanted ?? merged.CurrentContext;
        if (string.IsNullOrEmpty(Name))
        {
            throw Wrong($"{where} {(files.Count == 1 ? "names" : "name")} no current context. Choose one with -Context: {known}");
        }

        Context context = merged.Contexts.FirstOrDefault(context => string.Equals(context.Name, Name, StringComparison.OrdinalIgnoreCase))
            ?? throw Wrong(known.Length == 0 ? $"{where} {holds} no contexts" : $"{where} {holds} no context '{Name}'. The contexts there are {known}");
        _cluster = context.ContextDetails?.Cluster ?? "";
        ClusterEndpoint cluster = merged.Clusters.FirstOrDefault(one => one.Name == _cluster)?.ClusterEndpoint
            ?? throw Wrong($"the context '{Name}' is of the cluster '{_cluster}', and {where} {holds} none of that name");
        if (string.IsNullOrEmpty(cluster.Server))
        {
            throw Wrong($"the cluster '{_cluster}' has no server's address in {where}");
        }

        _user = merged.Users.FirstOrDefault(one => one.Name == context.ContextDetails?.User)
            ?? throw Wrong($"the context '{Name}' is of the user '{context.ContextDetails?.User}', and {where} {holds} none of that name");
        if (!string.IsNullOrEmpty(_user.UserCredentials?.Impersonate))
        {
            throw Wrong($"the user '{_user.Name}' acts as '{_user.UserCredentials.Impersonate}' (as), which NetPath cannot do. Choose a context of another user with -Context");
        }
    }

    public string Name { get; }

    /// <summary>The plugin that gives the user's credentials; null for none.</summary>
    public ExternalExecution? Plugin => _user.UserCredentials?.ExternalExecution;

    /// <summary>The proxy that the cluster is behind; null when none is named.</summary>
    public IWebProxy? Proxy()
    {
        if (KubeConfigField.Find(_files, "clusters", _cluster, "cluster", "proxy-url") is not KubeConfigField field)
        {
            return null;
        }

        if (!Uri.TryCreate(field.Value, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https" or "socks5"))
        {
            throw Wrong($"the proxy-url '{field.Value}' of the cluster '{_cluster}' is no address of a proxy, such as http://proxy:3128 or socks5://localhost:1080");
        }

        string[] login = [.. address.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString)];
        return new WebProxy(address) { Credentials = address.UserInfo.Length > 0 ? new NetworkCredential(login[0], login.ElementAtOrDefault(1)) : null };
    }

    /// <summary>Gives the user the token of the file that the kubeconfig names; it counts before a token that stands there itself.</summary>
    public void ReadTokenFile()
    {
        if (KubeConfigField.Find(_files, "users", _user.Name, "user", "tokenFile") is KubeConfigField field)
        {
            string file = Path.GetFullPath(field.Value, Path.GetDirectoryName(Path.GetFullPath(field.File)) ?? "");
            _user.UserCredentials.Token = File.ReadAllText(file).Trim();
        }
    }

    private static KubernetesApiException Wrong(string reason) => ConfigurationReader.Wrong(reason);
}
