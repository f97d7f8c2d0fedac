using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Routing;

/// <summary>Policies of IPsec, as ip prints them on a kernel 6.18.</summary>
public class IpsecPolicyTests
{
    private const string File = "host/routing/xfrm-policy.txt";

    private const string Listing = """
        src 0.0.0.0/0 dst 0.0.0.0/0 
        	dir in priority 0 ptype main 
        	tmpl src 0.0.0.0 dst 0.0.0.0
        		proto esp reqid 0 mode tunnel
        	if_id 0x2a
        src ::/0 dst ::/0 
        	socket in priority 0 ptype main 
        src ::/0 dst fd00::/8 
        	dir fwd priority 0 ptype main 
        src 10.9.9.0/24 dst 10.8.8.7/32 proto tcp dport 80 
        	dir out priority 5 ptype main 
        	mark 0x2a/0xff 
        	tmpl src 1.1.1.1 dst 2.2.2.2
        		proto esp reqid 0 mode tunnel
        something that a later release prints

        """;

    private static readonly IpsecPolicy[] Read = [.. IpsecPolicies.Parse(Parts.Raw(File, Listing))];

    [Fact]
    public void Policies_of_a_socket_or_of_an_xfrm_interface_are_not_met_on_the_way() => Assert.Equal(
        ["8 src ::/0 dst fd00::/8", "10 src 10.9.9.0/24 dst 10.8.8.7/32 proto tcp dport 80", "15 something that a later release prints"],
        Read.Select(policy => $"{policy.Evidence.Line} {policy.Evidence.Text}"));

    [Theory]
    [InlineData("fd00::1", "fd00::2", 0u, "8 15")]
    [InlineData("10.9.9.1", "10.8.8.7", 0u, "15")]
    [InlineData("10.9.9.1", "10.8.8.7", 0x12au, "10 15")]
    [InlineData("10.9.9.1", "10.8.8.8", 0x12au, "15")]
    public void A_policy_may_hold_a_packet_of_its_addresses_and_mark(string from, string to, uint mark, string lines)
    {
        Packet packet = new(Protocol.Tcp, IpAddress.Parse(from), IpAddress.Parse(to), null, 80) { Mark = mark };

        Assert.Equal(lines, string.Join(' ', Read.Where(policy => policy.MayHold(packet)).Select(policy => policy.Evidence.Line)));
    }

    [Theory]
    [InlineData("src 10.244.0.3/32 dst 10.244.0.0/24 \n\tdir out action block priority 0 ptype main \n", false)]
    [InlineData("src 0.0.0.0/0 dst 10.96.0.0/16 \n\tdir fwd action block priority 0 ptype main \n", false)]
    [InlineData("src 10.9.9.0/24 dst 10.8.8.0/24 \n\tdir out action block priority 0 ptype main \n", true)]
    [InlineData("", true)]
    public void A_way_that_a_policy_may_take_is_not_certain(string policies, bool certain)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().With(File, policies));

        Assert.Equal((nameof(Disposition.Delivered), certain), (outcome.Disposition, outcome.Passed));
        Assert.Equal(certain ? 0 : 1, outcome.Assumptions.Count(assumption => assumption.Contains("IPsec", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "\t SAD count 0\n", Truth.No)]
    [InlineData("", "\t SAD count 2\n", Truth.Yes)]
    [InlineData("src ::/0 dst ::/0 \n\tsocket in priority 0 ptype main \n", "\t SAD count 0\n", Truth.Yes)]
    [InlineData(null, null, Truth.Unknown)]
    public void Rules_that_ask_for_IPsec_are_answered_where_there_is_none(string? policies, string? states, Truth uses)
    {
        NodeBuilder node = CalicoNode.Healthy();
        node = policies is null ? node : node.With(File, policies).With("host/routing/xfrm-state.txt", states!);
        NodeSnapshot snapshot = node.Build();

        Assert.Equal(uses, RareSettings.UsesIpsec(snapshot.Host));
    }
}
