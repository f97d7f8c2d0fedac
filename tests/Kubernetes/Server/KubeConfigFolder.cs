using System.Security.Cryptography.X509Certificates;

namespace NetPath.KubernetesTests.Server;

/// <summary>A folder with kubeconfig files that lead to a test server; gone when it is disposed of.</summary>
internal sealed class KubeConfigFolder : IDisposable
{
    private readonly TestApiServer _server;

    public KubeConfigFolder(TestApiServer server)
    {
        _server = server;
        Path = Directory.CreateTempSubdirectory("netpath-kubeconfig-").FullName;
    }

    public string Path { get; }

    /// <summary>A file with one context, <c>test</c>.</summary>
    /// <param name="user">The user's part, such as "token: x", already indented by six.</param>
    /// <param name="cluster">More about the cluster than its address; the server's authority when null.</param>
    /// <param name="server">The address; the server's own when null.</param>
    /// <param name="context">The name of the context.</param>
    public string Write(string user, string? cluster = null, string? server = null, string context = "test")
    {
        string file = System.IO.Path.Combine(Path, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, $"""
            apiVersion: v1
            kind: Config
            current-context: {context}
            clusters:
            - name: {context}
              cluster:
                server: {server ?? _server.Address}
                {cluster ?? $"certificate-authority-data: {Encoded(_server.Certificates.Authority)}"}
            contexts:
            - name: {context}
              context:
                cluster: {context}
                user: {context}
                namespace: default
            users:
            - name: {context}
              user:
                {user}
            """);
        return file;
    }

    public string ForAdmin() => Write($"token: {TestApiServer.AdminToken}");

    /// <summary>The authority's certificate as PEM in a file of this folder.</summary>
    public string AuthorityFile()
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "authority.crt"), _server.Certificates.Authority.ExportCertificatePem());
        return "authority.crt";
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Encoded(X509Certificate2 certificate) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
}
