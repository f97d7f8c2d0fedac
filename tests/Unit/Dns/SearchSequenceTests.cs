using NetPath.Core.Dns;
using NetPath.Unit.Snapshots;
using Xunit;

namespace NetPath.Unit.Dns;

/// <summary>Which names are tried, by the rules of glibc's and musl's resolvers.</summary>
public sealed class SearchSequenceTests
{
    public static TheoryData<string, string, string, string[], string[]> Names { get; } = new()
    {
        { "a short name", "search a.b b\noptions ndots:5", "web", ["web.a.b", "web.b", "web"], ["web.a.b", "web.b", "web"] },
        { "as many dots as ndots", "search a.b b\noptions ndots:1", "web.x", ["web.x", "web.x.a.b", "web.x.b"], ["web.x"] },
        { "fewer dots than ndots", "search a\noptions ndots:2", "web.x", ["web.x.a", "web.x"], ["web.x.a", "web.x"] },
        { "a dot at the end", "search a\noptions ndots:5", "web.x.", ["web.x"], ["web.x"] },
        { "no search list", "options ndots:5", "web", ["web"], ["web"] },
        { "no single names at the top", "search a\noptions no-tld-query", "web", ["web.a"], ["web.a", "web"] },
        { "no single names at the top, and dots", "search a\noptions ndots:3 no-tld-query", "web.x", ["web.x.a", "web.x"], ["web.x.a", "web.x"] },
        { "the root in the list", "search a . b\noptions ndots:5", "web", ["web.a", "web", "web.b"], ["web.a", "web", "web.b", "web"] },
        { "ndots 0", "search a\noptions ndots:0", "web", ["web", "web.a"], ["web"] },
    };

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Names_are_tried_in_the_order_of_each_library(string what, string text, string name, string[] glibc, string[] musl)
    {
        ResolverConfiguration configuration = new TestSnapshot().With("host/dns/resolv.conf", text).Read().Host.ResolverConfiguration;

        Assert.NotEmpty(what);
        Assert.Equal(glibc, SearchSequence.Of(name, configuration, ResolverLibrary.Glibc).Select(candidate => candidate.Name));
        Assert.Equal(musl, SearchSequence.Of(name, configuration, ResolverLibrary.Musl).Select(candidate => candidate.Name));
    }

    [Fact]
    public void A_name_that_its_domain_makes_too_long_to_be_asked_ends_the_list_of_glibc_and_is_passed_over_by_musl()
    {
        string label = new('x', 60);
        string name = $"{label}.{label}.{label}.{label}";
        ResolverConfiguration configuration = new TestSnapshot().With("host/dns/resolv.conf", "search a cluster.local b\noptions ndots:5").Read().Host.ResolverConfiguration;

        Assert.Equal([$"{name}.a", name], SearchSequence.Of(name, configuration, ResolverLibrary.Glibc).Select(candidate => candidate.Name));
        Assert.Equal([$"{name}.a", $"{name}.b", name], SearchSequence.Of(name, configuration, ResolverLibrary.Musl).Select(candidate => candidate.Name));
    }

    [Fact]
    public void Options_have_the_values_and_the_limits_that_glibc_gives_them()
    {
        ResolverConfiguration plain = new TestSnapshot().With("host/dns/resolv.conf", "").Read().Host.ResolverConfiguration;
        ResolverConfiguration odd = new TestSnapshot().With("host/dns/resolv.conf", "options timeout:99 attempts:0 rotate single-request-reopen use-vc").Read().Host.ResolverConfiguration;

        Assert.Equal((5, 2, false, false, false), (plain.TimeoutSeconds, plain.Attempts, plain.Rotates, plain.AsksOneByOne, plain.UsesTcp));
        Assert.Equal((30, 1, true, true, true), (odd.TimeoutSeconds, odd.Attempts, odd.Rotates, odd.AsksOneByOne, odd.UsesTcp));
    }
}
