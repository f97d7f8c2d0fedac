using Microsoft.AspNetCore.Http;

namespace NetPath.KubernetesTests.Server;

/// <summary>What the server does wrong with some requests.</summary>
/// <param name="Matches">Which requests.</param>
/// <param name="Times">How many of them.</param>
/// <param name="Answer">What it does instead of answering.</param>
internal sealed record Fault(Func<HttpRequest, bool> Matches, int Times, Func<HttpContext, Task> Answer)
{
    private int _left = Times;

    /// <summary>True when this request gets the fault.</summary>
    public bool Takes(HttpRequest request) => Matches(request) && Interlocked.Decrement(ref _left) >= 0;

    /// <summary>Requests for a list, of any namespace.</summary>
    public static Func<HttpRequest, bool> On(string resource) => request => request.Path.Value!.EndsWith($"/{resource}", StringComparison.Ordinal);

    /// <summary>Requests for the next page of a list.</summary>
    public static Func<HttpRequest, bool> OnNextPage(string resource) => request => On(resource)(request) && request.Query.ContainsKey("continue");

    /// <summary>Any status code, with the message that a Status object carries.</summary>
    public static Func<HttpContext, Task> Status(int code, string reason, string message, string? retryAfter = null) => context =>
    {
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return Answers.StatusAsync(context, code, reason, message);
    };

    /// <summary>Says nothing for a while.</summary>
    public static Func<HttpContext, Task> Silence(TimeSpan time) => context => Task.Delay(time, context.RequestAborted);

    /// <summary>Begins an answer and drops the connection in the middle of it.</summary>
    public static Func<HttpContext, Task> DiesInTheMiddle() => async context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 100_000;
        await context.Response.WriteAsync("""{"kind":"ServiceList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"half""", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(100, context.RequestAborted);
        context.Abort();
    };

    /// <summary>Answers with a text that is cut off, as if it were whole.</summary>
    public static Func<HttpContext, Task> HalfAnAnswer() => context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"kind":"ServiceList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"half""", context.RequestAborted);
    };
}
