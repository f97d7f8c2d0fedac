using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>Where a packet's way ended.</summary>
/// <param name="Space">The namespace that the packet did not get past.</param>
/// <param name="InDevice">The interface that it had come in by there, the bridge for a port of one; null when it was sent there, or that is not known.</param>
/// <param name="Packet">The packet.</param>
internal sealed record PathEnd(NamespaceView Space, string? InDevice, Packet Packet)
{
    private const string Lost = ", but the answer is lost: ";

    /// <summary>The end of a path; null when its namespace is not known.</summary>
    public static PathEnd? Of(PathContext context)
    {
        if (context.End is not Hop end)
        {
            return null;
        }

        bool onTheWire = context.Ending is Disposition.LinkDown or Disposition.NeighbourUnresolved or Disposition.NeighbourMismatch or Disposition.LeavesSnapshot;
        string place = end is LinkHop { PeerPlace: string entered } && !onTheWire ? entered : end.Place;
        return (place == end.Place ? context.SpaceOf(end) : context.SpaceOf(place)) is NamespaceView space ? new PathEnd(space, Entry(context, space), end.After) : null;
    }

    /// <summary>Why the way ended, in the words of the trace.</summary>
    public static string Reason(PathContext context)
    {
        string reason = context.Outcome.Reason;
        int lost = context.IsAnswerLost ? reason.IndexOf(Lost, StringComparison.Ordinal) : -1;
        return lost < 0 ? reason : reason[(lost + Lost.Length)..];
    }

    /// <summary>The lines of the snapshot that give settings; those that were not collected are left out.</summary>
    public static IEnumerable<Evidence> Settings(NamespaceView space, params string[] names) => names.Select(name => space.Sysctl?.EvidenceFor(name)).OfType<Evidence>();

    /// <summary>The lines that give a setting of an interface and of all interfaces, of which the larger counts.</summary>
    public static IEnumerable<Evidence> InterfaceSettings(NamespaceView space, IpFamily family, string device, string setting) =>
        Settings(space, SysctlTable.InterfaceName(family, "all", setting), SysctlTable.InterfaceName(family, device, setting));

    private static string? Entry(PathContext context, NamespaceView space)
    {
        LinkHop? entered = context.Way.OfType<LinkHop>().LastOrDefault(hop => hop.PeerPlace == space.Name && hop.PeerInterface is not null);
        string? device = entered?.PeerInterface ?? (context.Way[0] is LinkHop { PeerPlace: null } first && first.Place == space.Name ? first.Interface : null);
        return device is not null && space.Links?.Find(device)?.Master is string master ? master : device;
    }
}
