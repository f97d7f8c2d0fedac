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
        await ReachesAsync(Plugin($$$"""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"{{{TestApiServer.AdminToken}}}"}}'"""));
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("echo hello")]
    [InlineData("echo '{}'")]
    public void A_plugin_that_gives_none(string script) =>
        AssertUnusable(Plugin(script), "the plugin for credentials 'PLUGIN' gave none, as an ExecCredential of client.authentication.k8s.io/v1 in JSON. Run it by itself to see why: PLUGIN --cluster this");

    [Fact]
    public void A_plugin_that_is_not_installed() => AssertUnusable(
        _folder.Write("exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: Install it from example.com., interactiveMode: Never}"),
        "the plugin for credentials 'no-such-plugin' cannot be started (No such file or directory). Install it from example.com");

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
    public async Task A_token_in_a_file_which_counts_before_one_in_the_kubeconfig()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "token"), $"{TestApiServer.AdminToken}\n", TestContext.Current.CancellationToken);

        await ReachesAsync(_folder.Write("{tokenFile: token, token: nobody}"));
    }

    [Fact]
    public void A_token_in_a_file_that_is_not_there() =>
        AssertUnusable(_folder.Write("tokenFile: token"), $"Could not find file '{Path.Combine(_folder.Path, "token")}'");

    [Fact]
    public async Task A_server_whose_certificate_has_the_name_that_the_kubeconfig_gives_it()
    {
        await using TestApiServer server = await TestApiServer.StartAsync(certificateName: "elsewhere.example");
        using KubeConfigFolder folder = new(server);
        string file = folder.Write($"token: {TestApiServer.AdminToken}", $"certificate-authority: {folder.AuthorityFile()}\n    tls-server-name: elsewhere.example");

        await ReachesAsync(file);
    }

    [Fact]
    public async Task A_proxy_that_the_kubeconfig_names()
    {
        await using TestProxy proxy = new();

        await ReachesAsync(_folder.Write($"token: {TestApiServer.AdminToken}", $"certificate-authority: {_folder.AuthorityFile()}\n    proxy-url: http://me:secret@{proxy.Address}"));

        Assert.Equal([$"CONNECT {new Uri(_server.Address).Authority} HTTP/1.1, Basic bWU6c2VjcmV0"], proxy.Requests);
    }

    [Fact]
    public void A_proxy_that_is_none() => AssertUnusable(
        _folder.Write("token: x", "proxy-url: proxy:3128"),
        "the proxy-url 'proxy:3128' of the cluster 'test' is no address of a proxy, such as http://proxy:3128 or socks5://localhost:1080");

    [Fact]
    public void A_user_who_acts_as_another() => AssertUnusable(
        _folder.Write("{token: x, as: jane}"),
        "the user 'test' acts as 'jane' (as), which NetPath cannot do. Choose a context of another user with -Context");

    [Theory]
    [InlineData("cluster: test\n", "cluster: gone\n", "the context 'test' is of the cluster 'gone', and 'FILE' holds none of that name")]
    [InlineData("user: test\n", "user: gone\n", "the context 'test' is of the user 'gone', and 'FILE' holds none of that name")]
    [InlineData("server: https", "sever: https", "the cluster 'test' has no server's address in 'FILE'")]
    public void A_context_whose_parts_are_missing(string was, string becomes, string message)
    {
        string file = _folder.ForAdmin();
        File.WriteAllText(file, File.ReadAllText(file).ReplaceLineEndings("\n").Replace(was, becomes, StringComparison.Ordinal));

        AssertUnusable(file, message.Replace("FILE", file, StringComparison.Ordinal));
    }

    [Fact]
    public void A_context_that_no_file_has()
    {
        string file = _folder.ForAdmin();

        KubernetesApiException error = Assert.Throws<KubernetesApiException>(() => ApiServer.Connect(new ConnectionOptions { KubeConfig = [file], Context = "prod" }));

        Assert.Equal($"Could not use the kubeconfig: '{file}' holds no context 'prod'. The contexts there are test.", error.Message);
    }

    [Theory]
    [InlineData("not: [yaml", "Could not use the kubeconfig: ")]
    [InlineData("apiVersion: v1\nkind: Config\n", "names no current context")]
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

    private static void AssertUnusable(string file, string message)
    {
        KubernetesApiException error = Assert.Throws<KubernetesApiException>(() => ApiServer.Connect(new ConnectionOptions { KubeConfig = [file] }));

        Assert.Equal(ApiFailure.Configuration, error.Failure);
        string plugin = Path.Combine(Path.GetDirectoryName(file)!, "login");
        Assert.Equal($"Could not use the kubeconfig: {message.Replace("PLUGIN", plugin, StringComparison.Ordinal)}.", error.Message);
    }

    /// <summary>A kubeconfig whose credentials come from a script.</summary>
    private string Plugin(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        string plugin = Path.Combine(_folder.Path, "login");
        File.WriteAllText(plugin, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return _folder.Write("exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: [--cluster, this], interactiveMode: Never}");
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
