using System.Security.Cryptography.X509Certificates;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Objects;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>The ways to reach a cluster that a kubeconfig may describe.</summary>
public sealed class ConfigurationTests : IAsyncLifetime
{
    private TestApiServer _server = null!;
    private KubeConfigFolder _folder = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        _folder = new KubeConfigFolder(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public Task A_token() => ReachesAsync(_folder.ForAdmin());

    [Fact]
    public async Task A_client_certificate()
    {
        using X509Certificate2 certificate = _server.Certificates.Client("admin");
        string data = Encode(certificate.ExportCertificatePem());
        string key = Encode(certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        await ReachesAsync(_folder.Write($"{{client-certificate-data: {data}, client-key-data: {key}}}"));
    }

    [Fact]
    public async Task Files_beside_the_kubeconfig_by_relative_paths()
    {
        using X509Certificate2 certificate = _server.Certificates.Client("admin");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "me.crt"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "me.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

        await ReachesAsync(_folder.Write("{client-certificate: me.crt, client-key: me.key}", $"certificate-authority: {_folder.AuthorityFile()}"));
    }

    [Fact]
    public Task A_server_that_shall_not_be_verified() => ReachesAsync(_folder.Write($"token: {TestApiServer.AdminToken}", "insecure-skip-tls-verify: true"));

    [Fact]
    public async Task A_plugin_that_gives_a_token()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        string plugin = Path.Combine(_folder.Path, "login");
        await File.WriteAllTextAsync(plugin, $$$"""
            #!/bin/sh
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"{{{TestApiServer.AdminToken}}}"}}'
            """, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await ReachesAsync(_folder.Write("exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}"));
    }

    [Fact]
    public async Task A_plugin_that_fails()
    {
        string file = _folder.Write("exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/false, interactiveMode: Never}");

        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReachesAsync(file));

        Assert.Equal(ApiFailure.Configuration, error.Failure);
    }

    [Fact]
    public async Task Several_files_of_which_one_has_the_context_and_another_is_current()
    {
        string first = _folder.Write("token: nobody", context: "first");
        string second = _folder.Write($"token: {TestApiServer.AdminToken}", context: "second");

        await ReachesAsync([first, second], "second");
        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReachesAsync([first, second], null));
        Assert.Equal(ApiFailure.Unauthorized, error.Failure);
    }

    [Fact]
    public void A_context_that_no_file_has()
    {
        string file = _folder.ForAdmin();

        KubernetesApiException error = Assert.Throws<KubernetesApiException>(() => ApiServer.Connect(new ConnectionOptions { KubeConfig = [file], Context = "prod" }));

        Assert.Equal($"Could not use the kubeconfig: '{file}' hold no context 'prod'. They hold test.", error.Message);
    }

    [Theory]
    [InlineData("not: [yaml", "Could not use the kubeconfig: ")]
    [InlineData("apiVersion: v1\nkind: Config\n", "name no current context")]
    public void A_file_that_is_no_kubeconfig(string text, string message)
    {
        string file = Path.Combine(_folder.Path, "config");
        File.WriteAllText(file, text);

        KubernetesApiException error = Assert.Throws<KubernetesApiException>(() => ApiServer.Connect(new ConnectionOptions { KubeConfig = [file] }));

        Assert.Equal(ApiFailure.Configuration, error.Failure);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there()
    {
        KubernetesApiException error = Assert.Throws<KubernetesApiException>(() => ApiServer.Connect(new ConnectionOptions { KubeConfig = ["/no/such/config"] }));

        Assert.Equal("Could not use the kubeconfig: there is no file '/no/such/config'.", error.Message);
    }

    private static Task ReachesAsync(string file) => ReachesAsync([file], null);

    private static async Task ReachesAsync(string[] files, string? context)
    {
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = files, Context = context });
        KubernetesCollection read = await new ObjectReader(api).ReadAsync([KubernetesResource.Nodes], null, null, TestContext.Current.CancellationToken);
        Assert.Equal(3, read.CountOf(KubernetesResource.Nodes));
    }

    private static string Encode(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));
}
