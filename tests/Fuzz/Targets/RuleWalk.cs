using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Fuzz.Targets;

/// <summary>The rules of an iptables-save dump as a packet meets them at each hook: loops, missing chains, and more ways than anybody can follow.</summary>
internal static class RuleWalk
{
    private static readonly (TableKind Table, Hook Hook)[] Walk =
    [
        (TableKind.Raw, Hook.Prerouting), (TableKind.Mangle, Hook.Prerouting), (TableKind.Nat, Hook.Prerouting), (TableKind.Filter, Hook.Input),
        (TableKind.Filter, Hook.Forward), (TableKind.Nat, Hook.Output), (TableKind.Filter, Hook.Output), (TableKind.Nat, Hook.Postrouting),
    ];

    private static readonly Packet Packet = new(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"), null, 80) { Flags = TcpFlags.Syn };

    private static readonly IpsetTable Sets = IpsetSaveReader.Read(new SnapshotPart("ipset-save.txt", "create x hash:net family inet\nadd x 10.0.0.0/8\n"u8.ToArray()));

    /// <summary>Walks.</summary>
    public static string? Read(byte[] input)
    {
        try
        {
            Ruleset ruleset = IptablesSaveReader.Read(new SnapshotPart("iptables-save.txt", input), IpFamily.IPv4, RulesetBackend.NfTables);
            foreach ((TableKind table, Hook hook) in Walk)
            {
                TableEvaluator.Run(ruleset, table, Context(hook));
            }

            return null;
        }
        catch (SnapshotParseException e)
        {
            return e.Message;
        }
    }

    private static EvaluationContext Context(Hook hook) => new()
    {
        Packet = Packet,
        Hook = hook,
        InInterface = hook is Hook.Output or Hook.Postrouting ? null : "eth0",
        OutInterface = hook is Hook.Prerouting or Hook.Input ? null : "cali1",
        Connection = new Connection { Original = Packet, Reply = Packet.Reversed() },
        Ipsets = static () => (Sets, null),
        AddressTypeOf = (address, _) => address == Packet.DestinationAddress ? AddressType.Local : AddressType.Unicast,
        AddressesOn = device => device == "eth0" ? [IpAddress.Parse("192.0.2.10")] : [],
        AddressOfInterface = _ => IpAddress.Parse("192.0.2.10"),
    };
}
