using NetPath.Core.Links;

namespace NetPath.Core.Tracing;

/// <summary>An IP stack on a link: who can answer there for an address, and take frames.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="Link">The interface that the IP stack sees: the link itself, or the bridge that it is a port of.</param>
internal sealed record Station(NamespaceView Space, Link Link)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Link} of {Space.Name}";
}
