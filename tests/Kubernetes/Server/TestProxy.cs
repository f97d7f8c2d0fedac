using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NetPath.KubernetesTests.Server;

/// <summary>An HTTP proxy on this machine's loopback that takes CONNECT, and notes who asked for what.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    public TestProxy()
    {
        _listener.Start();
        _work = AcceptAsync();
    }

    public string Address => $"{_listener.LocalEndpoint}";

    /// <summary>The request lines so far, each with its credentials.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _work;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using StreamReader reader = new(client.GetStream(), leaveOpen: true);
            List<string> lines = [];
            while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            {
                lines.Add(line);
            }

            string login = lines.FirstOrDefault(line => line.StartsWith("Proxy-Authorization: ", StringComparison.Ordinal)) ?? "";
            if (login.Length == 0)
            {
                await client.GetStream().WriteAsync("HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _end.Token);
                return;
            }

            Requests.Enqueue($"{lines[0]}, {login.Split(' ', 2)[1]}");
            IPEndPoint server = IPEndPoint.Parse(lines[0].Split(' ')[1]);
            using TcpClient onward = new();
            await onward.ConnectAsync(server, _end.Token);
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _end.Token);
            await Task.WhenAny(client.GetStream().CopyToAsync(onward.GetStream(), _end.Token), onward.GetStream().CopyToAsync(client.GetStream(), _end.Token));
        }
    }
}
