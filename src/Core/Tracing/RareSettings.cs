using System.Text;
using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Whether a namespace uses what few do, so that rules which ask for it can be answered where it does not.</summary>
internal static class RareSettings
{
    // ip prints the realm of a route as "flow", and that of a policy rule as "flow_from" and "flow_to".
    private static readonly byte[] Realm = "\"flow"u8.ToArray();

    /// <summary>Whether a route or policy rule carries a realm (IPv6 has none).</summary>
    public static Truth UsesRealms(NetworkNamespace space)
    {
        Truth routes = Holds(space, "routing/route4.json", Realm);
        return routes.Or(Holds(space, "routing/rule4.json", Realm));
    }

    /// <summary>Whether IPsec has keys or policies here, socket policies among them: <c>ip xfrm policy</c> prints none, and <c>ip xfrm state count</c> <c>SAD count 0</c>.</summary>
    public static Truth UsesIpsec(NetworkNamespace space) => IsText(space, "routing/xfrm-policy.txt", "")
        .And(IsText(space, "routing/xfrm-state.txt", "SAD count 0"))
        .Not();

    private static Truth Holds(NetworkNamespace space, string path, byte[] text) =>
        space.TryPart(path, out SnapshotPart? part) ? TruthLogic.From(part.Content.Span.IndexOf(text) >= 0) : Truth.Unknown;

    private static Truth IsText(NetworkNamespace space, string path, string wanted) => space.TryPart(path, out SnapshotPart? part)
        ? TruthLogic.From(Encoding.UTF8.GetString(part.Content.Span).Trim() == wanted)
        : Truth.Unknown;
}
