using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using k8s.Autorest;
using NetPath.Core.Kubernetes;
using NetPath.Core.Rendering;
using NetPath.Kubernetes.Access;

namespace NetPath.Kubernetes.Nodes;

/// <summary>Turns what goes wrong with a command in a pod into errors that say what was asked and why it failed.</summary>
internal static class ExecErrors
{
    /// <summary>No connection came about.</summary>
    public static KubernetesApiException From(Exception error, string request, TimeSpan timeout)
    {
        if (error is HttpOperationException { Response: HttpResponseMessageWrapper response })
        {
            return ApiErrors.From(new ApiAnswer(response.StatusCode, Encoding.UTF8.GetBytes(response.Content ?? ""), null), request);
        }

        return ApiErrors.From(error is WebSocketException { InnerException: Exception inner } ? inner : error, false, request, timeout);
    }

    /// <summary>The error of a command that did not succeed, by the Status object that ends it; null when it did.</summary>
    public static KubernetesApiException? Failure(string status, string standardError, string request)
    {
        string said = PlainText.Clean(standardError.Trim().ReplaceLineEndings(" "));
        string more = said.Length > 0 ? $": {said.TrimEnd('.')}" : "";
        try
        {
            using JsonDocument document = JsonDocument.Parse(status);
            if (document.RootElement.GetProperty("status").GetString() == "Success")
            {
                return null;
            }

            string message = document.RootElement.TryGetProperty("message", out JsonElement text) ? text.GetString() ?? "" : "";
            return new KubernetesApiException(ApiFailure.Refused, request, $"{(message.Length > 0 ? PlainText.Clean(message).TrimEnd('.') : "the command failed")}{more}");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new KubernetesApiException(ApiFailure.BrokenAnswer, request, $"the connection ended before the command did{more}", error);
        }
    }
}
