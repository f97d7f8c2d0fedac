using System.Diagnostics;
using System.Net.WebSockets;

namespace NetPath.KubernetesTests.Server;

/// <summary>
/// Runs a command for exec. Each message begins with its channel: 0 standard input, 1 output, 2 errors, 3 the result as a Status object; with v5, 255
/// closes the channel that follows it.
/// </summary>
internal sealed class ExecSession(WebSocket socket, string protocol, string[] command) : IDisposable
{
    private const byte Close = 255;

    private readonly SemaphoreSlim _writing = new(1);
    private int _sent;

    /// <summary>After how many bytes the connection dies; null for never.</summary>
    public int? DiesAfter { get; init; }

    public void Dispose() => _writing.Dispose();

    public async Task RunAsync(CancellationToken cancellation)
    {
        ProcessStartInfo start = new(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            await FinishAsync($$"""{"metadata":{},"status":"Failure","message":"exec failed: {{command[0]}}: {{error.Message}}","reason":"InternalError","code":500}""", cancellation);
            return;
        }

        using (process)
        {
            Task input = FeedAsync(process, cancellation);
            await Task.WhenAll(SendAsync(1, process.StandardOutput.BaseStream, cancellation), SendAsync(2, process.StandardError.BaseStream, cancellation));
            await process.WaitForExitAsync(cancellation);
            await FinishAsync(process.ExitCode == 0
                ? """{"metadata":{},"status":"Success"}"""
                : $$$"""{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: exit status {{{process.ExitCode}}}","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"{{{process.ExitCode}}}"}]}}""", cancellation);
            await Task.WhenAny(input, Task.Delay(1000, cancellation));
        }
    }

    private async Task FeedAsync(Process process, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (true)
            {
                int used = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(used), cancellation);
                    used += part.Count;
                }
                while (!part.EndOfMessage && used < buffer.Length);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                if (used > 0 && buffer[0] == 0)
                {
                    await process.StandardInput.BaseStream.WriteAsync(buffer.AsMemory(1, used - 1), cancellation);
                    await process.StandardInput.BaseStream.FlushAsync(cancellation);
                }
                else if (used > 1 && buffer[0] == Close && buffer[1] == 0 && protocol.StartsWith("v5", StringComparison.Ordinal))
                {
                    process.StandardInput.Close();
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client is gone, or the command has read enough.
        }

        if (socket.State != WebSocketState.Open && !process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task SendAsync(byte channel, Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[32 << 10];
        buffer[0] = channel;
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(1), cancellation)) > 0)
        {
            await WriteAsync(buffer.AsMemory(0, read + 1), cancellation);
        }
    }

    private async Task FinishAsync(string status, CancellationToken cancellation)
    {
        await WriteAsync((byte[])[3, .. System.Text.Encoding.UTF8.GetBytes(status)], cancellation);
        if (socket.State == WebSocketState.Open)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            _sent += message.Length;
            if (_sent > DiesAfter)
            {
                socket.Abort();
            }

            if (socket.State == WebSocketState.Open)
            {
                await socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellation);
            }
        }
        finally
        {
            _writing.Release();
        }
    }
}
