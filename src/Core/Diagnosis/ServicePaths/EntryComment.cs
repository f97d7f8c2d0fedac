using NetPath.Core.Netfilter;
using NetPath.Core.Services;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>What the comment of one of kube-proxy's rules says: the Service port it is for, and why it is there.</summary>
internal static class EntryComment
{
    /// <summary>True for a rule of kube-proxy's own chains whose comment holds the words.</summary>
    public static bool Says(Rule rule, string words) =>
        rule.Chain.Name.StartsWith("KUBE-", StringComparison.Ordinal) && rule.Comment.Contains(words, StringComparison.Ordinal);

    /// <summary>namespace/name:port as the comment gives it; null when it gives none.</summary>
    public static string? ServiceOf(Rule rule) => ServicePortName.FromComment(rule.Comment)?.ToString();

    /// <summary>What the words of commands stand for.</summary>
    public static (string Word, string Value)[] NamesOf(Rule rule) => NamesOf(ServicePortName.FromComment(rule.Comment));

    /// <summary>What the words of commands stand for.</summary>
    public static (string Word, string Value)[] NamesOf(ServicePortName? name) =>
        name is null ? [] : [("namespace", name.Namespace), ("service", name.Service), ("port", name.Port)];
}
