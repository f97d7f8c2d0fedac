using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NetPath.KubernetesTests.Server;

/// <summary>Writes answers as an API server does.</summary>
internal static class Answers
{
    /// <summary>JSON, packed when the client takes that and it is long (the API server's own limit is 128 KiB).</summary>
    public static async Task JsonAsync(HttpContext context, string json, int code = 200, bool pack = true)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        if (pack && bytes.Length > 4096 && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using GZipStream packed = new(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await packed.WriteAsync(bytes, context.RequestAborted);
            return;
        }

        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>An error, as a Status object.</summary>
    public static Task StatusAsync(HttpContext context, int code, string reason, string message)
    {
        JsonObject status = new()
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
            ["code"] = code,
        };
        return JsonAsync(context, status.ToJsonString(), code);
    }

    /// <summary>A recorded error.</summary>
    public static Task RecordedAsync(HttpContext context, int code, string file) => JsonAsync(context, File.ReadAllText(Fixture.Path($"api/{file}")), code);
}
