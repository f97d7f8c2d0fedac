using NetPath.Core.Packets;
using NetPath.Core.Services;
using Xunit;

namespace NetPath.Unit.Services;

public class KubeChainNameTests
{
    [Theory]
    [InlineData("default/numbers-api", Protocol.Tcp, "BE5LIK4X2OAKIEFX")]
    [InlineData("default/kubernetes:https", Protocol.Tcp, "NPX46M4PTMTKRN6Y")]
    [InlineData("kube-system/kube-dns:dns", Protocol.Udp, "TCOU7JCQXEZGVUNU")]
    [InlineData("kube-system/kube-dns:dns-tcp", Protocol.Tcp, "ERIFXISQEP7F7OF4")]
    public void A_services_chains_end_in_its_hash(string name, Protocol protocol, string hash) => Assert.Equal(hash, KubeChainName.ServiceHash(name, protocol));

    [Fact]
    public void An_endpoints_chain_ends_in_its_own_hash() =>
        Assert.Equal("E4SSCTGR3GJGHN43", KubeChainName.EndpointHash("default/numbers-api", Protocol.Tcp, "10.244.120.67:80"));

    [Theory]
    [InlineData("KUBE-SVC-BE5LIK4X2OAKIEFX", "BE5LIK4X2OAKIEFX")]
    [InlineData("KUBE-SVL-BE5LIK4X2OAKIEFX", "BE5LIK4X2OAKIEFX")]
    [InlineData("KUBE-EXT-BE5LIK4X2OAKIEFX", "BE5LIK4X2OAKIEFX")]
    [InlineData("KUBE-XLB-BE5LIK4X2OAKIEFX", "BE5LIK4X2OAKIEFX")]
    [InlineData("KUBE-FW-BE5LIK4X2OAKIEFX", "BE5LIK4X2OAKIEFX")]
    [InlineData("KUBE-SEP-E4SSCTGR3GJGHN43", null)]
    [InlineData("KUBE-MARK-MASQ", null)]
    [InlineData("KUBE-SERVICES", null)]
    public void The_hash_is_read_back_from_a_services_chains_only(string chain, string? hash) => Assert.Equal(hash, KubeChainName.HashOf(chain));

    [Theory]
    [InlineData("default/web cluster IP", "default/web", "")]
    [InlineData("default/web:http cluster IP", "default/web:http", "http")]
    [InlineData("default/web:http has no endpoints", "default/web:http", "http")]
    public void A_comment_starts_with_the_service_ports_name(string comment, string name, string port)
    {
        ServicePortName read = ServicePortName.FromComment(comment)!;

        Assert.Equal((name, port), (read.ToString(), read.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kubernetes service portals")]
    [InlineData("/web")]
    [InlineData("default/")]
    public void Other_comments_name_no_service(string comment) => Assert.Null(ServicePortName.FromComment(comment));
}
