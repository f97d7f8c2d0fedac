using NetPath.Core.Netfilter;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Targets;

/// <summary>Both iptables backends at once, made in either order: the kernel's answer is the trace's where that is certain, else one of its two.</summary>
public sealed class BothBackendsAgainstKernelTests
{
    private static readonly (string What, string Legacy, string Nft, bool Certain)[] Cases =
    [
        ("two translations", "nat -A PREROUTING -p udp -j DNAT --to-destination 10.2.1.1", "nat -A PREROUTING -p udp -j DNAT --to-destination 10.2.1.2", false),
        ("the same translation", "nat -A PREROUTING -p udp -j DNAT --to-destination 10.2.1.1", "nat -A PREROUTING -p udp -j DNAT --to-destination 10.2.1.1", true),
        ("a translation, and an ACCEPT", "nat -A PREROUTING -p udp -j DNAT --to-destination 10.2.1.1", "nat -A PREROUTING -j ACCEPT", true),
        ("a translation to what the other one has translated", "nat -A PREROUTING -p udp -d 10.9.0.1 -j DNAT --to-destination 10.2.1.1", "nat -A PREROUTING -p udp -d 10.2.1.1 -j DNAT --to-destination 10.2.1.2", true),
        ("marks one behind the other", "mangle -A PREROUTING -m mark --mark 1 -j MARK --set-mark 2\nfilter -A FORWARD -m mark --mark 2 -j DROP", "mangle -A PREROUTING -j MARK --set-mark 1", false),
        ("a drop in one of them", "filter -A FORWARD -p udp -j DROP", "filter -A FORWARD -p udp -j ACCEPT", true),
        ("zones", "raw -A PREROUTING -j CT --zone 1", "raw -A PREROUTING -j NOTRACK", false),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(one => one.What)];

    [Theory, MemberData(nameof(Names))]
    public void The_kernel_goes_one_of_the_ways_that_the_trace_shows(string what)
    {
        Assert.SkipUnless(RouterNetwork.Obstacle is null, RouterNetwork.Obstacle ?? "");
        (_, string legacy, string nft, bool certain) = Cases.Single(one => one.What == what);
        List<string?> seen = [];
        foreach (bool legacyFirst in new[] { true, false })
        {
            using RouterNetwork network = new();
            network.Load(legacyFirst ? RulesetBackend.Legacy : RulesetBackend.NfTables, legacyFirst ? legacy : nft);
            network.Load(legacyFirst ? RulesetBackend.NfTables : RulesetBackend.Legacy, legacyFirst ? nft : legacy);
            string to = what.StartsWith("a translation to", StringComparison.Ordinal) ? "10.9.0.1" : "10.2.1.9";

            int source = network.Send(network.Client, to, 80);
            string? kept = network.Connection(source);
            PacketTrace trace = network.Trace("10.1.0.2", to, 80, source);

            TargetsAgainstKernelTests.Check(trace, kept);
            Assert.Equal(certain, trace.Outcomes.All(outcome => outcome.Assumptions.Length == 0));
            seen.Add(kept?.Split(" | ")[1].Split(" -> ")[0]);
        }

        // The order does matter where the trace says so, and only there.
        Assert.Equal(certain, seen[0] == seen[1]);
    }
}
