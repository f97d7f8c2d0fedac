using System.Text;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;

namespace NetPath.Kubernetes.Nodes;

/// <summary>Runs one command in a pod.</summary>
internal sealed class PodCommand(ApiServer server, CollectorPod pod)
{
    private const int KeptErrors = 4000;

    /// <summary>Runs it to its end.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="input">What it reads. Its standard input stays open: version 4 of the protocol cannot close it.</param>
    /// <param name="output">Where its standard output goes.</param>
    /// <param name="request">What is asked, for messages.</param>
    /// <param name="cancellation">Ends it: the connection is closed, and the command finds nobody to write to.</param>
    /// <exception cref="KubernetesApiException">It did not run, or did not succeed; the output is then not whole.</exception>
    public async Task RunAsync(IReadOnlyList<string> command, ReadOnlyMemory<byte> input, Stream output, string request, CancellationToken cancellation)
    {
        using ChannelSocket socket = await ChannelSocket.OpenAsync(server, pod, command, request, cancellation).ConfigureAwait(false);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task writing = socket.WriteAsync(input, ended.Token);
        StringBuilder errors = new();
        StringBuilder result = new();
        try
        {
            await ReadAsync(socket, output, errors, result, request, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            // The command may end before it has read all; why is told by its result.
            await writing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }

        if (ExecErrors.Failure(result.ToString(), errors.ToString(), request) is KubernetesApiException failure)
        {
            throw failure;
        }
    }

    private async Task ReadAsync(ChannelSocket socket, Stream output, StringBuilder errors, StringBuilder result, string request, CancellationToken cancellation)
    {
        while (await NextAsync(socket, request, cancellation).ConfigureAwait(false) is (byte channel, ReadOnlyMemory<byte> content))
        {
            switch (channel)
            {
                case ChannelSocket.Output:
                    await output.WriteAsync(content, cancellation).ConfigureAwait(false);
                    break;
                case ChannelSocket.Errors when errors.Length < KeptErrors:
                    errors.Append(Encoding.UTF8.GetString(content.Span));
                    break;
                case ChannelSocket.Result:
                    result.Append(Encoding.UTF8.GetString(content.Span));
                    if (socket.IsMessageOver)
                    {
                        return;
                    }

                    break;
            }
        }
    }

    private async Task<(byte Channel, ReadOnlyMemory<byte> Content)?> NextAsync(ChannelSocket socket, string request, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(server.Timeout);
        try
        {
            return await socket.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new KubernetesApiException(ApiFailure.TimedOut, request, $"nothing came within {ApiErrors.Seconds(server.Timeout)} s", error);
        }
    }
}
