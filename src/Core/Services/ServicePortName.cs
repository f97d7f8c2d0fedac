using NetPath.Core.Rendering;

namespace NetPath.Core.Services;

/// <summary>The name of a Service port as kube-proxy writes it into comments: <c>namespace/name</c> or <c>namespace/name:port</c>.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Port">The port's name; empty when it has none.</param>
public sealed record ServicePortName(string Namespace, string Service, string Port)
{
    /// <summary>Reads the first word of a comment such as <c>default/web:http cluster IP</c>.</summary>
    /// <returns>Null when the comment does not start so.</returns>
    public static ServicePortName? FromComment(string comment)
    {
        ArgumentNullException.ThrowIfNull(comment);
        // A name in the cluster cannot hold control characters, but a rule that somebody else wrote can.
        int blank = comment.IndexOf(' ', StringComparison.Ordinal);
        string word = PlainText.Clean(blank < 0 ? comment : comment[..blank]);
        int slash = word.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == word.Length - 1)
        {
            return null;
        }

        int colon = word.IndexOf(':', slash);
        return colon < 0
            ? new ServicePortName(word[..slash], word[(slash + 1)..], "")
            : new ServicePortName(word[..slash], word[(slash + 1)..colon], word[(colon + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Port.Length > 0 ? $"{Namespace}/{Service}:{Port}" : $"{Namespace}/{Service}";
}
