using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using NetPath.Core.Kubernetes;
using NetPath.Core.Rendering;

namespace NetPath.Kubernetes.Access;

/// <summary>Turns answers that are no success, and what the network does, into errors that say what was asked and why it failed.</summary>
internal static class ApiErrors
{
    /// <summary>The error for an answer that is no success.</summary>
    public static KubernetesApiException From(ApiAnswer answer, string request)
    {
        string said = Message(answer);
        string quoted = said.Length > 0 ? $": {said}" : "";
        (ApiFailure failure, string reason) = answer.Code switch
        {
            HttpStatusCode.Unauthorized => (ApiFailure.Unauthorized, $"the server does not accept the credentials (401{quoted}). The token or certificate may have expired"),
            HttpStatusCode.Forbidden => (ApiFailure.Forbidden, $"it is not allowed (403{quoted})"),
            HttpStatusCode.NotFound => (ApiFailure.NotFound, $"the server has no such thing (404{quoted})"),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => (ApiFailure.Busy, $"the server is busy and went on saying so ({(int)answer.Code}{quoted})"),
            HttpStatusCode.Gone => (ApiFailure.Expired, $"its pages expired before all were read (410{quoted})"),
            _ => (ApiFailure.Refused, $"the server answered with {(int)answer.Code}{quoted}"),
        };
        return new KubernetesApiException(failure, request, reason);
    }

    /// <summary>The error for a request that got no whole answer.</summary>
    public static KubernetesApiException From(Exception error, bool answered, string request, TimeSpan timeout)
    {
        Exception[] chain = [.. Chain(error)];
        (ApiFailure failure, string reason) = chain switch
        {
            _ when error is OperationCanceledException => (ApiFailure.TimedOut, $"no {(answered ? "whole answer" : "answer")} came within {Seconds(timeout)} s"),
            _ when chain.OfType<CertificateRefusedException>().FirstOrDefault() is CertificateRefusedException refused => (ApiFailure.Certificate, $"the server's certificate is not good: {Text(refused)}"),
            _ when chain.OfType<AuthenticationException>().FirstOrDefault() is AuthenticationException => (ApiFailure.Certificate, $"there is no secure connection: the server does not take the client's certificate, or speaks no TLS ({Text(chain[^1])})"),
            _ when answered => (ApiFailure.BrokenAnswer, $"the answer broke off ({Text(chain[^1])})"),
            _ when chain.OfType<SocketException>().FirstOrDefault() is SocketException socket => (ApiFailure.Unreachable, $"the server cannot be reached ({Text(socket)})"),
            _ when error is k8s.Exceptions.KubeConfigException => (ApiFailure.Configuration, Text(error)),
            _ => (ApiFailure.Unreachable, Text(chain[^1])),
        };
        return new KubernetesApiException(failure, request, reason, error);
    }

    /// <summary>A time in seconds, as messages give it.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? current = error; current is not null; current = current.InnerException)
        {
            yield return current;
        }
    }

    private static string Text(Exception error) => PlainText.Clean(error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' '));

    /// <summary>What the server says in its Status object; the first words of another answer.</summary>
    private static string Message(ApiAnswer answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Content);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message", out JsonElement message)
                ? PlainText.Clean(message.GetString() ?? "").TrimEnd('.')
                : "";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            string text = PlainText.Clean(System.Text.Encoding.UTF8.GetString(answer.Content, 0, Math.Min(answer.Content.Length, 120)).ReplaceLineEndings(" "));
            return text.Trim().TrimEnd('.');
        }
    }
}
