using NetPath.Core.Dns;
using Xunit;

namespace NetPath.Lab.Names;

/// <summary>The C library of this machine asks for the names that NetPath says, in that order, and gets the answer that it says.</summary>
public sealed class LookupTests(LabNode lab, LookupLab node) : IClassFixture<LookupLab>
{
    private const string Search = "search default.svc.cluster.local svc.cluster.local cluster.local\n";
    private const string Server = "nameserver 10.96.0.10\n";

    /// <summary>What is looked up, with which resolv.conf, and the address it has.</summary>
    public static TheoryData<string, string, string, string> Names => new()
    {
        { "a short name", "numbers-api", $"{Search}{Server}options ndots:5\n", "10.109.60.134" },
        { "a name with its namespace", "kube-dns.kube-system", $"{Search}{Server}options ndots:5\n", "10.96.0.10" },
        { "the whole name", "numbers-api.default.svc.cluster.local", $"{Search}{Server}options ndots:5\n", "10.109.60.134" },
        { "the whole name with its dot", "numbers-api.default.svc.cluster.local.", $"{Search}{Server}options ndots:5\n", "10.109.60.134" },
        { "a name that nobody has", "missing", $"{Search}{Server}options ndots:5\n", "" },
        { "a name outside", "www.example.com", $"{Search}{Server}options ndots:5\n", "" },
        { "a name outside with its dot", "www.example.com.", $"{Search}{Server}options ndots:5\n", "" },
        { "ndots 1, and a dot", "kube-dns.kube-system", $"{Search}{Server}options ndots:1\n", "10.96.0.10" },
        { "ndots 1, and none", "numbers-api", $"{Search}{Server}options ndots:1\n", "10.109.60.134" },
        { "no search list", "numbers-api", Server, "" },
        { "one question after the other", "numbers-api", $"{Search}{Server}options ndots:5 single-request\n", "10.109.60.134" },
        { "over TCP", "numbers-api", $"{Search}{Server}options ndots:5 use-vc\n", "10.109.60.134" },
        { "no single names at the top", "missing", $"{Search}{Server}options ndots:5 no-tld-query\n", "" },
        { "the root in the list", "numbers-api", $"search . default.svc.cluster.local\n{Server}options ndots:5\n", "10.109.60.134" },
    };

    [Theory, MemberData(nameof(Names))]
    public void A_lookup_asks_the_questions_that_are_foretold(string what, string name, string resolver, string address)
    {
        node.Up(lab);
        node.Resolver(resolver);
        ServiceNameResolution resolution = node.Resolve(name);
        long before = node.LogEnd();
        (string[] addresses, _) = node.Lookup(name);
        string[] asked = node.QuestionsSince(before);

        string message = $"{what}: asked {string.Join(", ", asked)}\n{NameLab.Describe(resolution)}";
        Assert.True(asked.SequenceEqual(resolution.Queries.Select(query => $"{query.Name} {query.Type}")), message);
        Assert.Equal(address, string.Join(' ', addresses));
        if (address.Length > 0)
        {
            Assert.True(resolution.Verdict == nameof(NameVerdict.Resolved) && resolution.Address.SequenceEqual(addresses), message);
        }
        else
        {
            Assert.True(resolution.Verdict is nameof(NameVerdict.Unknown) or nameof(NameVerdict.NotFound), message);
        }
    }

    [Fact]
    public void Really_asking_from_the_pods_namespace_gets_what_was_expected()
    {
        node.Up(lab);
        long before = node.LogEnd();
        ServiceNameResolution resolution = node.Query("kube-dns.kube-system");

        Assert.True(resolution.QueryVerdict == nameof(NameVerdict.Resolved), NameLab.Describe(resolution));
        Assert.Equal(["NXDOMAIN", "NXDOMAIN", "NOERROR", "NOERROR"], resolution.Tries.Select(one => one.ResponseCode));
        Assert.Equal([null, null, true, true], resolution.Tries.Select(one => one.AsExpected));
        Assert.Equal("10.96.0.10", resolution.Tries[2].Records[0].Data);
        Assert.Equal(resolution.Tries.Select(one => $"{one.Name} {one.Type}"), node.QuestionsSince(before));
    }

    [Fact]
    public void Really_asking_over_TCP_does_it_in_the_pods_namespace_too()
    {
        node.Up(lab);
        node.Resolver($"{Search}{Server}options ndots:5 use-vc\n");
        ServiceNameResolution resolution = node.Query("numbers-api");

        Assert.True(resolution is { Verdict: nameof(NameVerdict.Resolved), QueryVerdict: nameof(NameVerdict.Resolved) }, NameLab.Describe(resolution));
        Assert.All(resolution.Tries, one => Assert.Equal("TCP", one.Transport));
    }

    [Fact]
    public void A_healthy_name_has_no_finding()
    {
        node.Up(lab);
        ServiceNameResolution resolution = node.Resolve("numbers-api");

        Assert.True(resolution.Passed && resolution.Findings.Length == 0, NameLab.Describe(resolution));
    }
}
