using NetPath.Core.KernelTracing;
using NetPath.Core.KernelTracing.Logs;
using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.KernelTracing;

/// <summary>
/// Traces that a real kernel (6.18) and the tools on it (iptables 1.8.9, nftables 1.0.6) wrote on the lab's node, with the rules that the node had: a connection
/// from the client pod and one from the node to 10.109.60.134:80, a refused one to 10.106.0.1:80, and a DNS query.
/// </summary>
internal static class TraceFixture
{
    public static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "ktrace", file));

    public static string[] Lines(string file) => Text(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The events of some lines, none of which may be damaged.</summary>
    public static List<KernelTraceEvent> Events(params IEnumerable<string> lines)
    {
        TraceLogReader reader = new("trace.log", problem => Assert.Fail(problem.ToString()));
        return [.. lines.Select(reader.Read).OfType<KernelTraceEvent>()];
    }

    /// <summary>The packets of some lines.</summary>
    public static List<KernelPacket> Packets(NodeSnapshot? snapshot, params IEnumerable<string> lines)
    {
        PacketGrouping grouping = new();
        KernelPacketBuilder builder = new(snapshot is null ? null : new RuleFinder(snapshot.Host));
        List<KernelPacket> packets = [];
        foreach (KernelTraceEvent step in Events(lines))
        {
            grouping.Add(step);
            packets.AddRange(grouping.TakeClosed().Select(builder.Build));
        }

        grouping.CloseAll();
        packets.AddRange(grouping.TakeClosed().Select(builder.Build));
        return packets;
    }

    /// <summary>The node's rules in legacy iptables.</summary>
    public static NodeBuilder LegacyNode() => new NodeBuilder().With("host/netfilter/iptables-legacy-save.txt", Text("iptables-legacy-save.txt"));

    /// <summary>The node's rules in iptables-nft.</summary>
    public static NodeBuilder NftNode() => new NodeBuilder()
        .With("host/netfilter/iptables-nft-save.txt", Text("iptables-nft-save.txt"))
        .With("host/netfilter/nft-ruleset.json", Text("nft-ruleset.json"));

    /// <summary>The packet's steps in words, without details.</summary>
    public static string[] Way(KernelPacket packet) => [.. packet.Steps.Where(step => !step.IsDetail).Select(step => step.Description)];
}
