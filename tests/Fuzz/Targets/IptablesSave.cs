using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Fuzz.Targets;

/// <summary>What iptables-save prints: all of its rules are parsed, the Services are read, and a packet walks through the base chains.</summary>
internal static class IptablesSave
{
    private static readonly (TableKind Table, Hook Hook)[] Walk =
    [
        (TableKind.Raw, Hook.Prerouting), (TableKind.Mangle, Hook.Prerouting), (TableKind.Nat, Hook.Prerouting), (TableKind.Filter, Hook.Input),
        (TableKind.Filter, Hook.Forward), (TableKind.Nat, Hook.Output), (TableKind.Filter, Hook.Output), (TableKind.Nat, Hook.Postrouting),
    ];

    private static readonly Packet Packet = new(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"), null, 80) { Flags = TcpFlags.Syn };

    /// <summary>Reads and walks.</summary>
    public static string? Read(byte[] input)
    {
        try
        {
            Ruleset ruleset = IptablesSaveReader.Read(new SnapshotPart("iptables-save.txt", input), IpFamily.IPv4, RulesetBackend.NfTables);
            LookAtAllRules(ruleset);
            LookAtServices(ruleset);
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

    private static void LookAtAllRules(Ruleset ruleset)
    {
        foreach (Rule rule in ruleset.Tables.SelectMany(table => table.Chains).SelectMany(chain => chain.Rules))
        {
            _ = $"{rule.Comment}{rule.Evidence}{rule.Target}";
        }
    }

    private static void LookAtServices(Ruleset ruleset)
    {
        foreach (KubeServiceChain service in ServiceTable.Read([ruleset]).Find(new ServiceQuery()))
        {
            _ = $"{service}{string.Concat(service.Endpoints.Select(endpoint => endpoint.ToString()))}";
        }
    }

    private static EvaluationContext Context(Hook hook) => new()
    {
        Packet = Packet,
        Hook = hook,
        InInterface = hook is Hook.Output or Hook.Postrouting ? null : "eth0",
        OutInterface = hook is Hook.Prerouting or Hook.Input ? null : "cali1",
        Connection = new Connection { Original = Packet, Reply = Packet.Reversed() },
        AddressTypeOf = (address, _) => address == Packet.DestinationAddress ? AddressType.Local : AddressType.Unicast,
        AddressesOn = device => device == "eth0" ? [IpAddress.Parse("192.0.2.10")] : [],
        AddressOfInterface = _ => IpAddress.Parse("192.0.2.10"),
    };
}
