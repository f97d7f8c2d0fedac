using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

public sealed class SysctlTableTests
{
    private static readonly SysctlTable Table = new TestSnapshot()
        .With("host/sysctl.txt", "net/ipv4/ip_forward = 1\nnet/ipv4/conf/eth0.100/rp_filter = 2\nnet/ipv6/conf/all/forwarding = 0\nnet/ipv4/ip_local_port_range = 32768\t60999\nnet/ipv4/ip_local_reserved_ports = \nwhat is this\n")
        .Read()
        .Host
        .Sysctl;

    [Theory]
    [InlineData("net/ipv4/ip_forward", "1")]
    [InlineData("net/ipv4/ip_local_port_range", "32768\t60999")]
    [InlineData("net/ipv4/ip_local_reserved_ports", "")]
    [InlineData("net/ipv4/none", null)]
    public void A_setting_is_found_by_its_path(string name, string? value)
    {
        Assert.Equal(value is not null, Table.TryGet(name, out string? found));
        Assert.Equal(value, found);
    }

    [Fact]
    public void A_setting_of_an_interface_with_a_dot_in_its_name_is_found() =>
        Assert.Equal(2, Table.ForInterface(IpFamily.IPv4, "eth0.100", "rp_filter"));

    [Fact]
    public void A_setting_that_is_no_number_or_not_there_is_null()
    {
        Assert.Null(Table.Number("net/ipv4/ip_local_port_range"));
        Assert.Null(Table.ForInterface(IpFamily.IPv6, "eth0", "forwarding"));
    }

    [Fact]
    public void Evidence_is_the_line() =>
        Assert.Equal("host/sysctl.txt:2: net/ipv4/conf/eth0.100/rp_filter = 2", Table.EvidenceFor("net/ipv4/conf/eth0.100/rp_filter")?.ToString());

    [Fact]
    public void A_line_that_is_no_setting_is_kept() => Assert.Equal(["host/sysctl.txt:6: what is this"], Table.Unparsed.Select(line => line.ToString()));
}
