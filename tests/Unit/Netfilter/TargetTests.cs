using NetPath.Core.Netfilter.Targets;
using Xunit;

namespace NetPath.Unit.Netfilter;

public class TargetTests
{
    [Theory]
    [InlineData("-j ACCEPT", typeof(AcceptTarget))]
    [InlineData("-j DROP", typeof(DropTarget))]
    [InlineData("-j RETURN", typeof(ReturnTarget))]
    [InlineData("-j REJECT --reject-with tcp-reset", typeof(RejectTarget))]
    [InlineData("-j DNAT --to-destination 10.0.0.9:80", typeof(DestinationNatTarget))]
    [InlineData("-j REDIRECT --to-ports 15001", typeof(DestinationNatTarget))]
    [InlineData("-j SNAT --to-source 192.0.2.1", typeof(SourceNatTarget))]
    [InlineData("-j MASQUERADE --random-fully", typeof(SourceNatTarget))]
    [InlineData("-j MARK --set-xmark 0x4000/0x4000", typeof(MarkTarget))]
    [InlineData("-j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff", typeof(ConnectionMarkTarget))]
    [InlineData("-j CT --notrack", typeof(NoTrackTarget))]
    [InlineData("-j NOTRACK", typeof(NoTrackTarget))]
    [InlineData("-j LOG --log-prefix \"a b\"", typeof(ContinueTarget))]
    [InlineData("-j NFLOG --nflog-group 1", typeof(ContinueTarget))]
    [InlineData("-j CHECKSUM --checksum-fill", typeof(ContinueTarget))]
    [InlineData("-p tcp -j TCPMSS --clamp-mss-to-pmtu", typeof(ContinueTarget))]
    [InlineData("-s 10.0.0.1", typeof(ContinueTarget))]
    [InlineData("-j KUBE-SERVICES", typeof(JumpTarget))]
    [InlineData("-g cali-from-wl-dispatch", typeof(JumpTarget))]
    [InlineData("-j TPROXY --on-port 1", typeof(UnknownTarget))]
    [InlineData("-j NFQUEUE --queue-num 0", typeof(UnknownTarget))]
    [InlineData("-j CT --zone 7", typeof(UnknownTarget))]
    [InlineData("-j ODD --option", typeof(UnknownTarget))]
    [InlineData("-j MARK [unsupported revision]", typeof(UnknownTarget))]
    [InlineData("-j DNAT [unsupported revision]", typeof(UnknownTarget))]
    [InlineData("-j REJECT [unsupported revision]", typeof(UnknownTarget))]
    [InlineData("-j ACCEPT extra", typeof(UnknownTarget))]
    [InlineData("-j DNAT --to-destination  --random --to-destination  --random --to-destination 0.0.0.0:0", typeof(UnknownTarget))]
    [InlineData("-j DNAT --to-destination 10.0.0.1:80 --to-destination 10.0.0.2:80", typeof(UnknownTarget))]
    [InlineData("-j DNAT --to-destination 0.0.0.0:0", typeof(UnknownTarget))]
    [InlineData("-j DNAT --to-destination :0", typeof(UnknownTarget))]
    [InlineData("-j DNAT", typeof(UnknownTarget))]
    [InlineData("-j SNAT", typeof(UnknownTarget))]
    [InlineData("-m comment --comment \"cut -j DROP", typeof(UnknownTarget))]
    [InlineData("-s -j DROP", typeof(UnknownTarget))]
    [InlineData("stray words", typeof(UnknownTarget))]
    public void A_target_is_read_or_kept_as_unknown(string rule, Type type) => Assert.IsType(type, RuleBench.Rule(rule).Target);

    [Theory]
    [InlineData("10.0.0.9", "10.0.0.9")]
    [InlineData("10.0.0.9:80", "10.0.0.9:80")]
    [InlineData(":8080", ":8080")]
    [InlineData("10.0.0.9:80-90", "10.0.0.9:80-90")]
    [InlineData("10.0.0.1-10.0.0.9:80", "10.0.0.1-10.0.0.9:80")]
    [InlineData("[fd00::1]:80", "[fd00::1]:80")]
    [InlineData("fd00::1", "fd00::1")]
    public void A_destination_is_read_in_every_form(string text, string destination) =>
        Assert.Equal(destination, Assert.IsType<DestinationNatTarget>(RuleBench.Rule($"-j DNAT --to-destination {text} --persistent").Target).Destination);

    [Theory]
    [InlineData("--set-xmark 0x4000/0x4000", 0x1u, 0x4001u)]
    [InlineData("--set-xmark 0x4000/0x0", 0x4001u, 0x1u)]
    [InlineData("--set-xmark 0x0/0x10000", 0x10001u, 0x1u)]
    [InlineData("--set-xmark 0x0/0xffffffff", 0x4001u, 0x0u)]
    [InlineData("--set-mark 0x5", 0xf0u, 0x5u)]
    [InlineData("--set-mark 0x5/0xf", 0xf8u, 0xf5u)]
    [InlineData("--and-mark 0xf0", 0xffu, 0xf0u)]
    [InlineData("--or-mark 0x4000", 0x1u, 0x4001u)]
    [InlineData("--xor-mark 0x3", 0x1u, 0x2u)]
    public void Marks_are_computed_as_the_kernel_does(string options, uint before, uint after) =>
        Assert.Equal(after, Assert.IsType<MarkTarget>(RuleBench.Rule($"-j MARK {options}").Target).Apply(before));
}
