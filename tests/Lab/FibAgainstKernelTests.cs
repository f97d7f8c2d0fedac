using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Lab.Routing;
using Xunit;

namespace NetPath.Lab;

/// <summary>The kernel is the judge: the same random lookups are answered by the FIB model and by <c>ip route get</c>.</summary>
public sealed class FibAgainstKernelTests
{
    private const int Namespaces = 20;
    private const int LookupsEach = 125;

    [Theory]
    [InlineData(IpFamily.IPv4)]
    [InlineData(IpFamily.IPv6)]
    public void Random_lookups_end_where_the_kernel_says(IpFamily family)
    {
        Assert.SkipUnless(RoutingNamespace.Obstacle is null, RoutingNamespace.Obstacle ?? "");
        List<RouteResult> results = [];
        List<string> differences = [];
        for (int seed = 1; seed <= Namespaces; seed++)
        {
            Compare(seed, family, results, differences);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {results.Count} lookups differ:\n{string.Join('\n', differences.Take(12))}");
        Assert.Equal(2500, results.Count);
        // A generator that finds nothing would prove nothing, and neither would a model that knows nothing.
        Assert.All(
            [RouteResult.Found, RouteResult.NoRoute, RouteResult.Blackhole, RouteResult.Unreachable, RouteResult.Prohibit],
            result => Assert.InRange(results.Count(one => one == result), 20, 2000));
        Assert.InRange(results.Count(one => one == RouteResult.Unknown), 0, family == IpFamily.IPv4 ? 0 : 25);
    }

    [Fact]
    public void While_the_rules_are_untouched_the_longest_prefix_of_local_and_main_wins()
    {
        Assert.SkipUnless(RoutingNamespace.Obstacle is null, RoutingNamespace.Obstacle ?? "");
        using RoutingNamespace space = new();
        space.Batch(["route add local 20.0.0.0/8 dev lo table local", "route add 20.1.0.0/16 via 10.0.0.2"]);
        RouteLookup lookup = space.ReadFib().Lookup(new RouteQuery { Destination = IpAddress.Parse("20.1.2.3") });

        Assert.Equal("unicast via 10.0.0.2 dev d0 table main src 10.0.0.1", Ask(space, "route get 20.1.2.3"));
        Assert.Equal(RouteResult.Unknown, lookup.Result);
        Assert.Equal("local via - dev lo table local src 20.1.2.3", Assert.Single(KernelAnswer.Expected(lookup.Alternatives[0])));
        Assert.Equal("unicast via 10.0.0.2 dev d0 table main src 10.0.0.1", Assert.Single(KernelAnswer.Expected(lookup.Alternatives[1])));

        // The same rules again, but now they were changed once: the tables are searched one after the other.
        space.Batch(["rule add pref 100 table 100", "rule del pref 100"]);
        Assert.Equal("local via - dev lo table local src 20.1.2.3", Ask(space, "route get 20.1.2.3"));
    }

    private static void Compare(int seed, IpFamily family, List<RouteResult> results, List<string> differences)
    {
        using RoutingNamespace space = new();
        RandomRouting random = new((seed * 10) + (int)family, family);
        string option = family == IpFamily.IPv4 ? "-4" : "-6";
        space.Batch(random.NextHopObjects(), option);
        Assert.Equal("", space.Batch(RandomRouting.NextHopGroups).Errors);
        space.Batch(random.RoutesAndRules(), option);
        Fib fib = space.ReadFib(seed % 3 == 0 ? space.IgnoreRoutesWithLinkDown() : null);
        List<(RouteQuery Query, string Command)> queries = [.. Enumerable.Range(0, LookupsEach).Select(_ => random.Query())];
        (string output, string errors) = space.Batch(queries.Select(query => query.Command), option, "-j");
        foreach (((RouteQuery query, string command), KernelAnswer answer) in queries.Zip(KernelAnswer.Read(queries.Count, output, errors)))
        {
            RouteLookup lookup = fib.Lookup(query);
            IReadOnlyList<RouteLookup> possible = lookup.Result == RouteResult.Unknown ? lookup.Alternatives : [lookup];
            results.Add(lookup.Result);
            if (!possible.Any(one => KernelAnswer.Expected(one).Contains(Comparable(answer, one).ToString())))
            {
                differences.Add($"seed {seed}: ip {option} {command}\n  kernel: {answer}\n  model:  {string.Join(" | ", possible.SelectMany(KernelAnswer.Expected))}\n  {string.Join("\n  ", lookup.Tried)}");
            }
        }
    }

    /// <summary>The answer without what <c>ip</c> prints beyond the lookup itself.</summary>
    private static KernelAnswer Comparable(KernelAnswer answer, RouteLookup lookup)
    {
        // For IPv6 ip prints the source it would select even when the query names one.
        KernelAnswer comparable = lookup.Query.Source is null ? answer : answer with { Source = null };
        // IPv6 routes over one next hop object share its cached entry, and table and source are printed of the route that was asked first.
        return answer.Error is null && lookup is { Route: { NextHopId: not null, Family: IpFamily.IPv6 }, Result: RouteResult.Found }
            ? comparable with { Table = lookup.Table, Source = lookup.Query.Source is null ? lookup.NextHops.FirstOrDefault(path => path.Device == answer.Device)?.PreferredSource : null }
            : comparable;
    }

    private static string Ask(RoutingNamespace space, string command)
    {
        (string output, string errors) = space.Batch([command], "-j");
        return KernelAnswer.Read(1, output, errors)[0].ToString();
    }
}
