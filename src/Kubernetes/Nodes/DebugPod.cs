using System.Text.Json;
using NetPath.Core.Kubernetes;
using NetPath.Core.Rendering;
using NetPath.Kubernetes.Access;

namespace NetPath.Kubernetes.Nodes;

/// <summary>
/// A pod that is made on one node for the moment, and deleted however its use ends. If this process is killed, it ends by itself after ten minutes.
/// </summary>
internal sealed class DebugPod
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    // What the kubelet waits for although it will not come about by waiting.
    private static readonly string[] Hopeless = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError", "CreateContainerError", "RunContainerError"];

    private readonly ApiServer _server;
    private readonly NodeOptions _options;
    private readonly string _request;
    private readonly string _path;

    /// <summary>The pod is not made yet.</summary>
    public DebugPod(ApiServer server, string node, NodeOptions options)
    {
        _server = server;
        _options = options;
        Pod = new CollectorPod(options.Namespace, $"netpath-debug-{Guid.NewGuid():N}"[..30], "collector", node);
        _request = $"make a pod on {node} in the namespace {options.Namespace} at {server.Address}";
        _path = $"{KubernetesResource.Pods.ListPath(options.Namespace)}/{Pod.Name}";
    }

    public CollectorPod Pod { get; }

    /// <summary>Makes the pod and waits until it runs.</summary>
    /// <exception cref="KubernetesApiException">It was not made, or does not run. Delete it all the same: it may have been made without an answer.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // Not cancelled in the middle: the request to delete it must come after this one.
        string manifest = DebugPodManifest.For(Pod, _options.DebugImage).ToJsonString();
        ApiAnswer answer = await _server.SendAsync(HttpMethod.Post, KubernetesResource.Pods.ListPath(Pod.Namespace), _request, manifest, CancellationToken.None).ConfigureAwait(false);
        if (answer.Code == System.Net.HttpStatusCode.NotFound)
        {
            throw new KubernetesApiException(ApiFailure.NotFound, _request, $"the cluster has no namespace {Pod.Namespace}. Apply deploy/netpath-collector.yaml, which makes netpath, or name another with -CollectorNamespace");
        }

        if (!answer.IsSuccess)
        {
            throw ApiErrors.From(answer, _request);
        }

        await WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Deletes the pod. Nothing cancels this: it is called when the user has cancelled, too.</summary>
    /// <returns>Why it is still there; null when it is gone, or never was there.</returns>
    public async Task<KubernetesApiException?> DeleteAsync()
    {
        string request = $"delete the pod {Pod.Namespace}/{Pod.Name} on {Pod.Node} at {_server.Address}";
        try
        {
            ApiAnswer answer = await _server.SendAsync(HttpMethod.Delete, $"{_path}?gracePeriodSeconds=0", request, null, CancellationToken.None).ConfigureAwait(false);
            return answer.IsSuccess || answer.Code == System.Net.HttpStatusCode.NotFound ? null : ApiErrors.From(answer, request);
        }
        catch (KubernetesApiException error)
        {
            return error;
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        DateTime end = DateTime.UtcNow + _server.Timeout;
        while (true)
        {
            ApiAnswer answer = await _server.SendAsync(HttpMethod.Get, _path, _request, null, cancellation).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                throw ApiErrors.From(answer, _request);
            }

            using JsonDocument pod = answer.ToJson(_request);
            ObjectJson status = new ObjectJson(pod.RootElement).Child("status");
            string phase = status.Text("phase") ?? "Pending";
            if (phase == "Running")
            {
                return;
            }

            string reason = Reason(status);
            bool late = DateTime.UtcNow > end;
            if (late || phase is "Failed" or "Succeeded" || Hopeless.Any(word => reason.StartsWith(word, StringComparison.Ordinal)))
            {
                throw new KubernetesApiException(late ? ApiFailure.TimedOut : ApiFailure.Refused, _request, $"it does not run{(late ? $" after {ApiErrors.Seconds(_server.Timeout)} s" : "")}: its phase is {PlainText.Clean(phase)}{(reason.Length > 0 ? $", {PlainText.Clean(reason).TrimEnd('.')}" : "")}");
            }

            await Task.Delay(Look, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What the kubelet says of the pod, or of the one container's wait: a word, and mostly a sentence.</summary>
    private static string Reason(ObjectJson status)
    {
        ObjectJson waiting = status.Items("containerStatuses").Select(container => container.Child("state").Child("waiting")).FirstOrDefault();
        string?[] said = status.Text("reason") is null ? [waiting.Text("reason"), waiting.Text("message")] : [status.Text("reason"), status.Text("message")];
        return string.Join(": ", said.Where(text => !string.IsNullOrEmpty(text))).ReplaceLineEndings(" ");
    }
}
