using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Lab.Matches;
using NetPath.Lab.Routing;
using Xunit;

namespace NetPath.Lab;

/// <summary>
/// The kernel is the judge: each condition stands in a rule that only counts. One packet is sent, and what the rule has counted is compared with
/// what the walk of the same packet, on a snapshot taken before, says of the rule.
/// </summary>
public sealed partial class MatchesAgainstKernelTests
{
    [Theory]
    [InlineData("legacy")]
    [InlineData("nft")]
    public void Each_condition_counts_the_packets_that_the_walk_says_it_matches(string backend)
    {
        Assert.SkipUnless(RoutingNamespace.Obstacle is null, RoutingNamespace.Obstacle ?? "");
        Assert.SkipUnless(Shell.Run("sh", "-c", $"command -v iptables-{backend} && command -v ipset && command -v perl").ExitCode == 0, $"needs iptables-{backend}, ipset and perl");
        using MatchLab lab = new(backend);
        lab.Load(MatchCases.Sets, MatchRules.All());
        lab.Run("router", "sh", "-c", "echo +10.99.1.2 >/proc/net/xt_recent/HELD").OrFail();
        lab.Listen("router", "10.99.1.1:81", "0.0.0.0:82");
        lab.Listen("server", "10.99.2.2:80");
        Dictionary<(string Chain, int Rule), string> said = Walks(lab.Snapshot(), lab);
        foreach ((string role, string protocol, string destination, int port) in MatchRules.Packets)
        {
            lab.Send(role, protocol, destination, port);
        }

        List<string> differences = [];
        Dictionary<string, int> answers = new() { ["Yes"] = 0, ["No"] = 0, ["Unknown"] = 0 };
        foreach (Rule rule in MatchRules.Asked(lab.Counted(IpFamily.IPv4)).Concat(MatchRules.Asked(lab.Counted(IpFamily.IPv6))))
        {
            // A rule that asks for another address or port is passed over without a word; its chain must have been walked.
            string passedOver = said.Keys.Any(asked => asked.Chain == rule.Chain.Name) ? "No" : "nothing";
            string answer = said.GetValueOrDefault((rule.Chain.Name, rule.Number), passedOver);
            bool counted = rule.Counters!.Value.Packets > 0;
            bool differs = answer is not ("Unknown" or "nothing") && answer != (counted ? "Yes" : "No");
            if (differs || answer == "nothing")
            {
                differences.Add($"{rule.Text}: the kernel says {(counted ? "Yes" : "No")}, the walk says {answer}");
            }
            else
            {
                answers[answer]++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{backend}: {string.Join(", ", answers)}; refused: {string.Join("; ", lab.Refused)}");
        Assert.True(differences.Count == 0, $"{differences.Count} of {answers.Values.Sum() + differences.Count} conditions differ (refused: {string.Join("; ", lab.Refused)}):\n{string.Join('\n', differences)}");
        Assert.True(answers["Yes"] > 100 && answers["No"] > 100, $"only {string.Join(", ", answers)}");
        Assert.InRange(answers["Unknown"], 1, 60);
    }

    private static Dictionary<(string Chain, int Rule), string> Walks(NodeSnapshot snapshot, MatchLab lab)
    {
        Network network = Network.Of(snapshot);
        ConcurrentDictionary<(string, int), string> said = [];
        foreach ((string role, string protocol, string destination, int port) in MatchRules.Packets)
        {
            NamespaceView space = role == "router" ? network.Host : Network.View(snapshot.Namespaces.Single(one => one.NetnsName == lab.Space(role)));
            PathWalker.Walk(network, new WalkStart(space, MatchRules.PacketOf(role, protocol, destination, port), null, role), new WalkObserver(Note, null), TestContext.Current.CancellationToken);
        }

        return new Dictionary<(string, int), string>(said);

        void Note(string text)
        {
            Match match = Observation().Match(text);
            if (match.Success)
            {
                said[(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))] = match.Groups[3].Value;
            }
        }
    }

    [GeneratedRegex(@"^(\S+) rule (\d+): (Yes|No|Unknown)")]
    private static partial Regex Observation();
}
