using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>What the kernel asks of an arriving packet's addresses before it routes it (ip_route_input_slow and fib_validate_source).</summary>
internal static class SourceChecks
{
    /// <summary>How the packet ends here, or null when it may go on.</summary>
    public static (Disposition Disposition, string Reason)? Check(WalkState state) =>
        state.Packet.Version == IpFamily.IPv4 && state.InInterface is string device
            ? Martian(state, device) ?? ReversePathFilter(state, device)
            : null;

    /// <summary>Notes on the state what could not be checked.</summary>
    public static WalkState Note(WalkState state)
    {
        bool unchecked4 = state.Packet.Version == IpFamily.IPv4 && state.InInterface is string device && device != "lo"
            && state.Space.LargerOfAllAnd(device, IpFamily.IPv4, "rp_filter") is null;
        return unchecked4
            ? state.Assuming($"taken to be off: the reverse-path filter on {state.InInterface} of {state.Space.Name} was not collected", new Evidence($"{state.Space.Space.Path}/sysctl.txt", 0, "rp_filter was not collected"))
            : state;
    }

    private static (Disposition Disposition, string Reason)? Martian(WalkState state, string device)
    {
        IpAddress source = state.Packet.SourceAddress;
        IpAddress destination = state.Packet.DestinationAddress;
        if (source.IsMulticast() || source.Bits == uint.MaxValue || (source.IsUnspecified() && !destination.IsMulticast()))
        {
            return (Disposition.Martian, $"{source} cannot be a source");
        }

        if (source.IsLoopback() || destination.IsLoopback())
        {
            return Unless(state, device, "route_localnet", $"127.0.0.0/8 is not routed on {device} of {state.Space.Name}");
        }

        return state.Space.IsLocal(source)
            ? Unless(state, device, "accept_local", $"the source {source} is an address of {state.Space.Name} itself")
            : null;
    }

    private static (Disposition Disposition, string Reason)? Unless(WalkState state, string device, string setting, string reason) =>
        state.Space.LargerOfAllAnd(device, IpFamily.IPv4, setting) switch
        {
            > 0 => null,
            null => (Disposition.Inconclusive, $"{reason} unless {setting} is set, which was not collected"),
            _ => (Disposition.Martian, $"{reason} ({setting} is 0)"),
        };

    private static (Disposition Disposition, string Reason)? ReversePathFilter(WalkState state, string device)
    {
        long mode = state.Space.LargerOfAllAnd(device, IpFamily.IPv4, "rp_filter") ?? 0;
        if (mode == 0)
        {
            return null;
        }

        bool useMark = state.Space.LargerOfAllAnd(device, IpFamily.IPv4, "src_valid_mark") > 0;
        Truth valid = ReversePath.IsValid(state, loose: mode == 2, useMark);
        string kind = mode == 2 ? "loose" : "strict";
        return valid switch
        {
            Truth.No => (Disposition.ReversePathFiltered, $"rp_filter {mode} ({kind}) on {device} of {state.Space.Name}: the route back to {state.Packet.Source} {(mode == 2 ? "does not exist" : "does not leave by that interface")}"),
            Truth.Unknown => (Disposition.Inconclusive, $"rp_filter is {kind} on {device} of {state.Space.Name}, and the route back to {state.Packet.Source} is not known"),
            _ => null,
        };
    }
}
