using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Fuzz.Targets;

/// <summary>What iptables-save prints: all of its rules are parsed, and the Services are read.</summary>
internal static class IptablesSave
{
    /// <summary>Reads.</summary>
    public static string? Read(byte[] input)
    {
        try
        {
            Ruleset ruleset = IptablesSaveReader.Read(new SnapshotPart("iptables-save.txt", input), IpFamily.IPv4, RulesetBackend.NfTables);
            LookAtAllRules(ruleset);
            LookAtServices(ruleset);
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
}
