using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Objects;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>What goes wrong says what was asked and why it failed, and never leaves a part behind that passes for the whole.</summary>
public sealed class FailureTests
{
    [Fact]
    public Task A_token_that_nobody_has() => FailsAsync(
        user: "token: nobody",
        failure: ApiFailure.Unauthorized,
        message: "Could not list services at SERVER: the server does not accept the credentials (401: Unauthorized). The token or certificate may have expired.");

    [Fact]
    public Task A_user_without_the_right() => FailsAsync(
        user: $"token: {TestApiServer.LimitedToken}",
        failure: ApiFailure.Forbidden,
        message: "Could not list services at SERVER: it is not allowed (403: services is forbidden: User \"system:serviceaccount:default:limited\" cannot list resource \"services\" in API group \"\" at the cluster scope).");

    [Fact]
    public Task A_server_that_stays_busy() => FailsAsync(
        fault: new Fault(Fault.On("services"), 100, Fault.Status(429, "TooManyRequests", "please try again later", "0")),
        failure: ApiFailure.Busy,
        message: "Could not list services at SERVER: the server is busy and went on saying so (429: please try again later).");

    [Fact]
    public Task A_server_that_asks_to_wait_too_long() => FailsAsync(
        fault: new Fault(Fault.On("services"), 100, Fault.Status(503, "ServiceUnavailable", "etcd is down", "600")),
        failure: ApiFailure.Busy,
        message: "Could not list services at SERVER: the server is busy and went on saying so (503: etcd is down).");

    [Fact]
    public Task Pages_that_expire_again_and_again() => FailsAsync(
        fault: new Fault(Fault.OnNextPage("services"), 100, Fault.Status(410, "Expired", "too old")),
        failure: ApiFailure.Expired,
        message: "Could not list services at SERVER: its pages expired before all were read (410: too old).");

    [Fact]
    public Task A_server_error() => FailsAsync(
        fault: new Fault(Fault.On("services"), 1, Fault.Status(500, "InternalError", "it broke.")),
        failure: ApiFailure.Refused,
        message: "Could not list services at SERVER: the server answered with 500: it broke.");

    [Fact]
    public Task An_API_that_the_cluster_lacks() => FailsAsync(
        fault: new Fault(Fault.On("services"), 1, Fault.Status(404, "NotFound", "the server could not find the requested resource")),
        failure: ApiFailure.NotFound,
        message: "Could not list services at SERVER: the server has no such thing (404: the server could not find the requested resource).");

    [Fact]
    public Task A_server_that_says_nothing() => FailsAsync(
        fault: new Fault(Fault.On("services"), 1, Fault.Silence(TimeSpan.FromMinutes(1))),
        failure: ApiFailure.TimedOut,
        message: "Could not list services at SERVER: no answer came within 2 s.");

    [Fact]
    public Task A_server_that_dies_in_the_middle() => FailsAsync(
        fault: new Fault(Fault.OnNextPage("services"), 1, Fault.DiesInTheMiddle()),
        failure: ApiFailure.BrokenAnswer,
        message: "Could not list services at SERVER: the answer broke off");

    [Fact]
    public Task An_answer_that_is_cut_off() => FailsAsync(
        fault: new Fault(Fault.OnNextPage("services"), 1, Fault.HalfAnAnswer()),
        failure: ApiFailure.BrokenAnswer,
        message: "Could not list services at SERVER: the answer is not whole JSON (line 1, column ");

    [Fact]
    public Task An_answer_of_another_kind() => FailsAsync(
        fault: new Fault(Fault.On("services"), 1, context => Answers.JsonAsync(context, """{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[]}""")),
        failure: ApiFailure.BrokenAnswer,
        message: "Could not list services at SERVER: the answer is a PodList where a ServiceList was asked for.");

    [Fact]
    public Task A_page_of_a_proxy_that_wants_a_login() => FailsAsync(
        fault: new Fault(Fault.On("services"), 1, context => Answers.JsonAsync(context, "<html><body>Log in</body></html>")),
        failure: ApiFailure.BrokenAnswer,
        message: "Could not list services at SERVER: the answer is no JSON: line 1 begins with '<html><body>Log in</body></html>'.");

    [Fact]
    public async Task A_server_of_another_authority()
    {
        await using TestApiServer other = await TestApiServer.StartAsync();
        await FailsAsync(server: other.Address, failure: ApiFailure.Certificate, message: "the server's certificate is not good: it was signed by CN=netpath-test-authority, and not by an authority that is trusted here.");
    }

    [Fact]
    public async Task A_server_whose_certificate_names_another()
    {
        await using TestApiServer server = await TestApiServer.StartAsync(certificateName: "elsewhere.example");
        using KubeConfigFolder folder = new(server);
        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReadAsync(folder.ForAdmin()));
        Assert.Equal(ApiFailure.Certificate, error.Failure);
        Assert.EndsWith("the server's certificate is not good: it is for elsewhere.example, and not for 127.0.0.1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_certificate_has_expired()
    {
        await using TestApiServer server = await TestApiServer.StartAsync(certificateEnd: new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero));
        using KubeConfigFolder folder = new(server);
        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReadAsync(folder.ForAdmin()));
        Assert.EndsWith("the server's certificate is not good: it expired at 2024-02-01 00:00:00Z.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_port_where_nobody_listens() => FailsAsync(
        server: "https://127.0.0.1:1",
        failure: ApiFailure.Unreachable,
        message: "Could not list services at https://127.0.0.1:1: the server cannot be reached (Connection refused).");

    private static async Task FailsAsync(ApiFailure failure, string message, string? user = null, Fault? fault = null, string? server = null)
    {
        await using TestApiServer api = await TestApiServer.StartAsync();
        using KubeConfigFolder folder = new(api);
        if (fault is not null)
        {
            api.Faults.Add(fault);
        }

        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReadAsync(folder.Write(user ?? $"token: {TestApiServer.AdminToken}", server: server)));
        Assert.Equal(failure, error.Failure);
        Assert.Contains(message.Replace("SERVER", api.Address, StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    private static async Task<KubernetesCollection> ReadAsync(string kubeConfig)
    {
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [kubeConfig], PageSize = 10, Timeout = TimeSpan.FromSeconds(2) });
        return await new ObjectReader(api).ReadAsync([KubernetesResource.Services], null, null, TestContext.Current.CancellationToken);
    }
}
