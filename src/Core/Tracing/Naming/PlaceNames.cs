using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Naming;

/// <summary>
/// What people call the ends of a path, looked up over one or several snapshots: a pod by its name or namespace/name, a node by its name, <c>node</c>,
/// <c>outside</c>, or an address. Names that only the API's objects know are found as well: pods in the node's network, and pods and nodes elsewhere.
/// </summary>
public sealed class PlaceNames
{
    /// <summary>The node of the one snapshot.</summary>
    public const string Node = "node";

    /// <summary>A machine beyond the default route.</summary>
    public const string Outside = "outside";

    private readonly IReadOnlyList<NodeSnapshot> _snapshots;
    private readonly Lazy<IReadOnlyList<Place>> _all;

    private PlaceNames(IReadOnlyList<NodeSnapshot> snapshots)
    {
        _snapshots = snapshots;
        _all = new(() => Places.Of(snapshots));
    }

    /// <summary>The names in snapshots.</summary>
    public static PlaceNames Of(IReadOnlyList<NodeSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        return new PlaceNames(snapshots);
    }

    /// <summary>The names that there are, for completion and messages: nodes first.</summary>
    public IEnumerable<Place> All => _all.Value;

    /// <summary>The namespace of a name or address, in whichever snapshot holds it; null when none does.</summary>
    public NetworkNamespace? SpaceOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _all.Value.FirstOrDefault(place => place.FullName == name || place.Name == name || place.HasAddress(name))?.Space;
    }

    /// <summary>The same sender in the words of a <see cref="TraceRequest"/>: a name or an address that the walk understands.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <param name="family">The IP version of the packet.</param>
    /// <exception cref="TraceRequestException">The name means several places, or a place without an address.</exception>
    public string Sender(string name, IpFamily family)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (IsOutside(name))
        {
            return OutsideAddress.Of(_snapshots, family).ToString();
        }

        // The walk knows these itself; and of a name that nobody has it says what there is.
        if (name.Equals(Node, StringComparison.OrdinalIgnoreCase) || IpAddress.TryParse(name, out IpAddress _))
        {
            return name;
        }

        Place? found = Exact(name) ?? (_snapshots.Any(snapshot => snapshot.FindNamespaces(name).Count > 0) ? null : Beginning(name));
        if (found is not Place place)
        {
            return name;
        }

        // A name that only one namespace has leads there without choosing an address for the packet: its kernel does that.
        return place.Space is NetworkNamespace space && _snapshots.SelectMany(snapshot => snapshot.Namespaces).Count(other => other.Name == space.Name) == 1
            ? space.Name
            : Address(place, family, name).ToString();
    }

    /// <summary>The same sender in the words of a <see cref="TraceRequest"/>, for packets of either IP version: a machine outside has an address for each that leads there.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <exception cref="TraceRequestException">The name means several places, or a place without an address.</exception>
    public IReadOnlyList<string> Senders(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return IsOutside(name) ? [.. OutsideAddress.OfEither(_snapshots).Select(address => address.ToString())] : [Sender(name, IpFamily.IPv4)];
    }

    /// <summary>The pod or node of a name; null for an address that nobody has, and for a machine outside.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <exception cref="TraceRequestException">The name means nothing, or several places.</exception>
    public Place? Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (IsOutside(name) || IpAddress.TryParse(name, out IpAddress _))
        {
            return _all.Value.FirstOrDefault(place => place.HasAddress(name));
        }

        return name.Equals(Node, StringComparison.OrdinalIgnoreCase) ? OnlyNode(name) : Exact(name) ?? Beginning(name) ?? throw Nobody(name);
    }

    /// <summary>The address to connect to.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <param name="family">The IP version that is wanted; null for IPv4 where there is a choice.</param>
    /// <exception cref="TraceRequestException">The name means nothing, several places, or a place without an address.</exception>
    public IpAddress Target(string name, IpFamily? family)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (IpAddress.TryParse(name, out IpAddress address))
        {
            return address;
        }

        if (IsOutside(name))
        {
            return OutsideAddress.Of(_snapshots, family ?? IpFamily.IPv4);
        }

        if (name.Equals(Node, StringComparison.OrdinalIgnoreCase))
        {
            return Address(OnlyNode(name), family, name);
        }

        return (Exact(name) ?? (IsService(name) ? null : Beginning(name))) is Place place
            ? Address(place, family, name)
            : throw (IsService(name) ? new TraceRequestException($"'{name}' is a Service: trace it with -Service {name}, or give the whole name of a pod.") : Nobody(name));
    }

    private Place OnlyNode(string name)
    {
        Place[] nodes = [.. _all.Value.Where(place => place is { IsNode: true, Space: not null })];
        return nodes.Length == 1 ? nodes[0] : throw new TraceRequestException($"'{name}' means one of {nodes.Length} nodes: {Some(nodes)}. Give its name.");
    }

    private TraceRequestException Nobody(string name) =>
        new($"No pod or node is called '{name}'.{CloseNames.Question(name, _all.Value.Select(place => place.Name))} There are {Some(_all.Value)}.{Hint(name)} An address, node and outside can be given as well.");

    /// <summary>A namespace that is called so, as one that stands for the machine outside may be, is meant itself.</summary>
    private bool IsOutside(string name) => name.Equals(Outside, StringComparison.OrdinalIgnoreCase) && Exact(name) is null;

    /// <summary>Who is called exactly so.</summary>
    private Place? Exact(string name) =>
        Only(name, place => place.FullName == name || place.Space?.Path == name)
        ?? Only(name, place => place.Name == name || place.Space?.NetnsName == name || place.Space?.PodUid == name || $"{place.Space?.Inode}" == name);

    /// <summary>The one whose name begins so.</summary>
    private Place? Beginning(string name) =>
        Only(name, place => place.FullName.StartsWith(name, StringComparison.Ordinal) || place.Name.StartsWith(name, StringComparison.Ordinal));

    private Place? Only(string name, Func<Place, bool> way)
    {
        Place[] found = [.. _all.Value.Where(way)];
        return found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw new TraceRequestException($"'{name}' names {found.Length} pods or nodes: {Some(found)}. Give the whole name."),
        };
    }

    /// <summary>True for the name of a Service, whose pods as a rule are called so as well, with more behind it.</summary>
    private bool IsService(string name) => _snapshots.Any(snapshot =>
        snapshot.GetKubernetesObjects().Services.Any(service => service.Name == name || $"{service.Namespace}/{service.Name}" == name)
        || (snapshot.Host.TryPart("netfilter/iptables-nft-save.txt", out _) || snapshot.Host.TryPart("netfilter/iptables-legacy-save.txt", out _))
            && snapshot.Host.Services.Names.Any(service => service.Service == name || $"{service.Namespace}/{service.Service}" == name));

    private static IpAddress Address(Place place, IpFamily? family, string name) => place.AddressOf(family)
        ?? throw new TraceRequestException($"{place} is known, but no {(family is IpFamily one ? $"{one} " : "")}address of it{(place.Problem is null ? "" : $": {place.Problem}")}. Give an address instead of '{name}'.");

    /// <summary>A name with a namespace can be found only where the API's objects tell namespaces.</summary>
    private string Hint(string name) => name.Contains('/', StringComparison.Ordinal) && _snapshots.All(snapshot => snapshot.GetKubernetesObjects().Pods.Length == 0)
        ? " The snapshot does not tell pods' namespaces: give the name alone, or add the API's objects with Add-KubernetesObject."
        : "";

    private static string Some(IReadOnlyList<Place> places)
    {
        const int Enough = 8;
        string names = string.Join(", ", places.Take(Enough));
        return places.Count > Enough ? $"{names} and {places.Count - Enough} more" : names;
    }
}
