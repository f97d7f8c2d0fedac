using System.Text.RegularExpressions;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>Compares flows as conntrack entries word them.</summary>
internal static class TupleText
{
    /// <summary>True when a flow is the predicted one, whose <c>*</c> stands for any port.</summary>
    public static bool Fits(string predicted, string held) =>
        Regex.IsMatch(held, $"^{Regex.Escape(predicted).Replace(@"\*", "[0-9]+", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);
}
