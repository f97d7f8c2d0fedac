using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace NetPath.KubernetesTests.Server;

/// <summary>
/// An API server over HTTPS on a port of this machine's loopback. It knows two users: <c>admin</c> (token or client certificate) may do everything,
/// <c>limited</c> nothing.
/// </summary>
internal sealed class TestApiServer : IAsyncDisposable
{
    public const string AdminToken = "token-of-admin";

    public const string LimitedToken = "token-of-limited";

    private readonly WebApplication _application;

    private TestApiServer(WebApplication application, TestCertificates certificates, ObjectStore store)
    {
        _application = application;
        Certificates = certificates;
        Store = store;
        Nodes = new NodeShells(store);
    }

    public string Address => _application.Urls.First();

    public TestCertificates Certificates { get; }

    public ObjectStore Store { get; }

    /// <summary>The shells behind exec.</summary>
    public NodeShells Nodes { get; }

    /// <summary>What it does wrong.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>The requests so far: method, path and query.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many answers were packed.</summary>
    public int Packed { get; private set; }

    /// <summary>Starts a server.</summary>
    /// <param name="store">What it serves; the recorded cluster when null.</param>
    /// <param name="certificateName">A name for its certificate that is not its own.</param>
    /// <param name="certificateEnd">When its certificate ends; later today when null.</param>
    public static async Task<TestApiServer> StartAsync(ObjectStore? store = null, string? certificateName = null, DateTimeOffset? certificateEnd = null)
    {
        TestCertificates certificates = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        X509Certificate2 own = certificates.Server(certificateName, certificateEnd);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = own;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        WebApplication application = builder.Build();
        TestApiServer server = new(application, certificates, store ?? ObjectStore.Recorded());
        application.UseWebSockets();
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource soon = new(TimeSpan.FromSeconds(1));
        await _application.StopAsync(soon.Token);
        await _application.DisposeAsync();
        Certificates.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        Requests.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
        try
        {
            if (Faults.FirstOrDefault(fault => fault.Takes(request)) is Fault fault)
            {
                await fault.Answer(context);
            }
            else if (User(context) is not string user)
            {
                await Answers.RecordedAsync(context, 401, "error.401.json");
            }
            else
            {
                await new ApiRoutes(this, user).AnswerAsync(context);
            }

            Packed += context.Response.Headers.ContentEncoding == "gzip" ? 1 : 0;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client went away.
        }
    }

    /// <summary>Who asks; null for a token that nobody has.</summary>
    private string? User(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            return header switch
            {
                $"Bearer {AdminToken}" => "admin",
                $"Bearer {LimitedToken}" => "system:serviceaccount:default:limited",
                _ => null,
            };
        }

        return context.Connection.ClientCertificate is X509Certificate2 certificate && certificate.Issuer == Certificates.Authority.Subject
            ? certificate.GetNameInfo(X509NameType.SimpleName, false)
            : "system:anonymous";
    }
}
