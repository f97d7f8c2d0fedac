using System.Text;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>Where an API object, or a piece of one, stands. Its text is made only when somebody asks for evidence: there may be 50,000 endpoints.</summary>
/// <param name="File">The part of the snapshot, such as <c>kubernetes/services.json</c>.</param>
/// <param name="Line">The line where the object begins, counted from 1.</param>
/// <param name="Json">The bytes of the object.</param>
internal sealed record ObjectPlace(string File, int Line, ReadOnlyMemory<byte> Json)
{
    private const int MostText = 400;

    /// <summary>The object as evidence. A long one is cut: the file and line lead to the rest.</summary>
    public Evidence ToEvidence() => new(File, Line, Shorten(Encoding.UTF8.GetString(Json.Span)));

    /// <summary>A statement about a part of the object as evidence.</summary>
    public Evidence ToEvidence(string statement) => new(File, Line, PlainText.Clean(statement));

    private static string Shorten(string json)
    {
        string line = PlainText.Clean(string.Join(' ', json.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)));
        return line.Length <= MostText ? line : string.Concat(line.AsSpan(0, MostText - 3), "...");
    }
}
