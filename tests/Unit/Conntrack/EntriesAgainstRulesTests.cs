using NetPath.Core.Conntrack;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Conntrack;

public sealed class EntriesAgainstRulesTests
{
    [Theory]
    [InlineData("the endpoint of the rules", "ESTABLISHED", "10.96.0.50", 80, "10.244.0.2", false)]
    [InlineData("an endpoint that is gone", "ESTABLISHED", "10.96.0.50", 80, "10.244.0.9", true)]
    [InlineData("an endpoint that is gone, by the node port", "SYN_SENT", "192.0.2.10", 30080, "10.244.0.9", true)]
    [InlineData("a connection that is over", "TIME_WAIT", "10.96.0.50", 80, "10.244.0.9", false)]
    [InlineData("translated by other rules", "ESTABLISHED", "10.96.0.51", 80, "10.244.0.9", false)]
    public void Entries_whose_endpoint_the_rules_have_lost_are_found(string name, string state, string asked, int port, string endpoint, bool contradicts)
    {
        IReadOnlyList<ContradictingEntry> found = EntriesAgainstRules.Of(CalicoNode.Healthy()
            .With("host/conntrack/entries.txt", $"tcp 6 100 {state} src=10.244.0.3 dst={asked} sport=4000 dport={port} src={endpoint} dst=10.244.0.3 sport=8080 dport=4000 mark=0 use=1\n")
            .Build());

        Assert.True(contradicts == (found.Count == 1), name);
        Assert.All(found, entry => Assert.Equal(("default/web", "10.244.0.2:8080"), (entry.Service, string.Join(',', entry.Endpoints))));
    }

    [Fact]
    public void Without_entries_there_is_nothing_to_find() => Assert.Empty(EntriesAgainstRules.Of(CalicoNode.Healthy().Build()));
}
