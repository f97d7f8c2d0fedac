using System.Net.WebSockets;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;

namespace NetPath.Kubernetes.Nodes;

/// <summary>
/// The connection on which a command in a pod runs. Each message begins with the number of its channel (kubelet's remotecommand protocol, version 4);
/// version 5 adds a message that closes one.
/// </summary>
internal sealed class ChannelSocket(WebSocket socket, string request) : IDisposable
{
    public const byte Input = 0;

    public const byte Output = 1;

    public const byte Errors = 2;

    public const byte Result = 3;

    private const int LongestMessage = 16 << 10;

    private readonly byte[] _buffer = new byte[64 << 10];
    private byte? _unfinished;

    /// <summary>True when the piece that was read last is its message's last.</summary>
    public bool IsMessageOver => _unfinished is null;

    /// <summary>Connects; the server chooses the version.</summary>
    public static async Task<ChannelSocket> OpenAsync(ApiServer server, CollectorPod pod, IReadOnlyList<string> command, string request, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(server.Timeout);
        try
        {
            // Null: the client takes one protocol here only. Both are offered where the socket is built.
            WebSocket socket = await server.Client.WebSocketNamespacedPodExecAsync(
                pod.Name, pod.Namespace, command, pod.Container, stderr: true, stdin: true, stdout: true, tty: false, webSocketSubProtocol: null, cancellationToken: limit.Token)
                .WaitAsync(limit.Token).ConfigureAwait(false);
            return new ChannelSocket(socket, request);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            throw ExecErrors.From(error, request, server.Timeout);
        }
    }

    /// <summary>Sends bytes to the command's standard input.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        byte[] message = new byte[LongestMessage + 1];
        message[0] = Input;
        while (bytes.Length > 0)
        {
            int length = Math.Min(LongestMessage, bytes.Length);
            bytes[..length].CopyTo(message.AsMemory(1));
            await socket.SendAsync(message.AsMemory(0, length + 1), WebSocketMessageType.Binary, true, cancellation).ConfigureAwait(false);
            bytes = bytes[length..];
        }
    }

    /// <summary>The next piece of a message, and its channel; null when the server has closed the connection. It lasts until the next call.</summary>
    public async Task<(byte Channel, ReadOnlyMemory<byte> Content)?> ReadAsync(CancellationToken cancellation)
    {
        ValueWebSocketReceiveResult part;
        do
        {
            part = await ReceiveAsync(cancellation).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
        }
        while (part.Count == 0);

        (byte channel, int start) = _unfinished is byte same ? (same, 0) : (_buffer[0], 1);
        _unfinished = part.EndOfMessage ? null : channel;
        return (channel, _buffer.AsMemory(start, part.Count - start));
    }

    public void Dispose() => socket.Dispose();

    private async Task<ValueWebSocketReceiveResult> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellation).ConfigureAwait(false);
            if (part.Count == 0 && part.EndOfMessage)
            {
                _unfinished = null;
            }

            return part;
        }
        catch (WebSocketException error)
        {
            throw new KubernetesApiException(ApiFailure.BrokenAnswer, request, "the connection broke off before the command had ended", error);
        }
    }
}
