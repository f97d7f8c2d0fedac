using System.Net;
using k8s;
using NetPath.Core.Kubernetes;
using Client = k8s.Kubernetes;

namespace NetPath.Kubernetes.Access;

/// <summary>A cluster's API server. Every failure comes out as a <see cref="KubernetesApiException"/> that says what was asked.</summary>
public sealed class ApiServer : IDisposable
{
    private readonly ConnectionOptions _options;
    private readonly string? _serverName;

    private ApiServer(ServerAccess access, ConnectionOptions options)
    {
        _options = options;
        KubernetesClientConfiguration configuration = access.Client;
        _serverName = string.IsNullOrWhiteSpace(configuration.TlsServerName) ? null : configuration.TlsServerName;
        SocketsHttpHandler? connections = null;
        configuration.FirstMessageHandlerSetup = handler =>
        {
            connections = handler;
            handler.AutomaticDecompression = DecompressionMethods.All;
            handler.Proxy = access.Proxy ?? handler.Proxy;
        };
        configuration.UserAgent = "netpath";
        Client = new Client(configuration);
        if (connections is not null && !configuration.SkipTlsVerify)
        {
            connections.SslOptions.RemoteCertificateValidationCallback = ServerCertificate.Check(connections.SslOptions.RemoteCertificateValidationCallback);
        }

        Client.CreateWebSocketBuilder = () => new CheckedSocketBuilder(access, _serverName);
    }

    /// <summary>The server's address.</summary>
    public string Address => Client.BaseUri.ToString().TrimEnd('/');

    internal Client Client { get; }

    internal int PageSize => _options.PageSize;

    internal TimeSpan Timeout => _options.Timeout;

    /// <summary>Reads the configuration. The server itself is not asked yet, but plugins for credentials run.</summary>
    /// <exception cref="KubernetesApiException">There is no configuration, or it cannot be used.</exception>
    public static ApiServer Connect(ConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ServerAccess access = ConfigurationReader.Read(options);
        try
        {
            return new ApiServer(access, options);
        }
        catch (Exception error) when (error is k8s.Exceptions.KubeConfigException or System.Security.Cryptography.CryptographicException or IOException or FormatException)
        {
            throw new KubernetesApiException(ApiFailure.Configuration, "use the kubeconfig", error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>Sends a request until there is an answer that is not "come back later".</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="request">What is asked, for messages.</param>
    /// <param name="body">What to send; null for nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The answer, read whole; its code may be any.</returns>
    internal async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string request, string? body, CancellationToken cancellation)
    {
        RetrySchedule schedule = new();
        while (true)
        {
            ApiAnswer answer = await SendOnceAsync(method, path, request, body, cancellation).ConfigureAwait(false);
            if (answer.Code is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || schedule.Next(answer.RetryAfter) is not TimeSpan pause)
            {
                return answer;
            }

            await Task.Delay(pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private async Task<ApiAnswer> SendOnceAsync(HttpMethod method, string path, string request, string? body, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Timeout);
        bool answered = false;
        try
        {
            using HttpRequestMessage message = new(method, new Uri(Client.BaseUri, path.TrimStart('/'))) { Version = HttpVersion.Version20 };
            // tls-server-name: .NET checks the certificate against the name in this header.
            message.Headers.Host = _serverName;
            message.Headers.Accept.ParseAdd("application/json");
            if (body is not null)
            {
                message.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            }

            if (Client.Credentials is not null)
            {
                await Client.Credentials.ProcessHttpRequestAsync(message, limit.Token).ConfigureAwait(false);
            }

            using HttpResponseMessage response = await Client.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            answered = true;
            byte[] content = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            return new ApiAnswer(response.StatusCode, content, ApiAnswer.WaitOf(response));
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && error is not KubernetesApiException)
        {
            throw ApiErrors.From(error, answered, $"{request} at {Address}", _options.Timeout);
        }
    }
}
