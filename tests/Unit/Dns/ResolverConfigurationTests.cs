using NetPath.Core.Dns;
using NetPath.Unit.Snapshots;
using Xunit;

namespace NetPath.Unit.Dns;

public sealed class ResolverConfigurationTests
{
    [Fact]
    public void What_the_kubelet_writes_for_a_pod_is_read()
    {
        ResolverConfiguration resolver = Read("search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5 edns0\n");

        Assert.Equal(["10.96.0.10"], resolver.Nameservers.Select(server => server.ToString()));
        Assert.Equal(["default.svc.cluster.local", "svc.cluster.local", "cluster.local"], resolver.Search);
        Assert.Equal(5, resolver.Ndots);
        Assert.Equal(["ndots:5", "edns0"], resolver.Options);
        Assert.Equal("host/dns/resolv.conf:2: nameserver 10.96.0.10", resolver.Evidence[1].ToString());
        Assert.Empty(resolver.Unparsed);
    }

    public static TheoryData<string, string, string[], string[], int> Texts { get; } = new()
    {
        { "nothing", "", [], [], 1 },
        { "comments and blank lines", "# nameserver 1.1.1.1\n; x\n\n  \nnameserver 9.9.9.9\n", ["9.9.9.9"], [], 1 },
        { "no line end at the end, tabs, carriage returns", "nameserver\t9.9.9.9\r\nsearch a\tb", ["9.9.9.9"], ["a", "b"], 1 },
        { "domain and search replace each other", "search a b\ndomain c d\n", [], ["c"], 1 },
        { "the last search counts", "domain c\nsearch a b\n", [], ["a", "b"], 1 },
        { "servers of both families, one link-local", "nameserver fd00::10\nnameserver fe80::1%eth0\nnameserver 10.0.0.1\n", ["fd00::10", "fe80::1", "10.0.0.1"], [], 1 },
        { "the last ndots counts, and no more than 15", "options ndots:5\noptions ndots:40 rotate\n", [], [], 15 },
        { "an ndots that is no number", "options ndots:many\n", [], [], 1 },
        { "a known line without effect", "sortlist 10.0.0.0\n", [], [], 1 },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_resolv_conf_is_read_as_a_resolver_reads_it(string what, string text, string[] servers, string[] search, int ndots)
    {
        Assert.NotEmpty(what);
        ResolverConfiguration resolver = Read(text);

        Assert.Equal(servers, resolver.Nameservers.Select(server => server.ToString()));
        Assert.Equal(search, resolver.Search);
        Assert.Equal(ndots, resolver.Ndots);
        Assert.Empty(resolver.Unparsed);
    }

    [Theory]
    [InlineData("nameserver dns.example\n")]
    [InlineData("nameserver\n")]
    [InlineData(" nameserver 9.9.9.9\n")]
    [InlineData("nameservers 9.9.9.9\n")]
    public void A_line_that_a_resolver_passes_over_is_kept_as_not_understood(string line)
    {
        ResolverConfiguration resolver = Read(line);

        Assert.Empty(resolver.Nameservers);
        Assert.Equal([1], resolver.Unparsed.Select(evidence => evidence.Line));
    }

    private static ResolverConfiguration Read(string text) => new TestSnapshot().With("host/dns/resolv.conf", text).Read().Host.ResolverConfiguration;
}
