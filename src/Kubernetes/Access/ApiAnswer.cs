using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NetPath.Core.Kubernetes;

namespace NetPath.Kubernetes.Access;

/// <summary>An answer of the API server, read whole.</summary>
/// <param name="Code">The HTTP status code.</param>
/// <param name="Content">The body, unpacked.</param>
/// <param name="RetryAfter">How long the server asks to wait; null when it does not say.</param>
internal sealed record ApiAnswer(HttpStatusCode Code, byte[] Content, TimeSpan? RetryAfter)
{
    public bool IsSuccess => (int)Code is >= 200 and < 300;

    /// <summary>The body as JSON.</summary>
    /// <exception cref="KubernetesApiException">It is none, or is cut off.</exception>
    public JsonDocument ToJson(string request)
    {
        try
        {
            return JsonDocument.Parse(Content);
        }
        catch (JsonException error)
        {
            throw new KubernetesApiException(ApiFailure.BrokenAnswer, request, "the answer is no whole JSON", error);
        }
    }

    /// <summary>The wait that a header Retry-After asks for, in seconds or as a date (RFC 9110, section 10.2.3).</summary>
    public static TimeSpan? WaitOf(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date is DateTimeOffset date ? date - DateTimeOffset.UtcNow : null);
        return wait is TimeSpan time && time < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
