using NetPath.Core.Diagnosis;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>Faults that break some connections, or none: how the load is shared, and who is held where.</summary>
public sealed class ServiceLoadTests
{
    private readonly LabNode _lab;

    public ServiceLoadTests(LabNode lab) => _lab = lab;

    [Fact]
    public void NP2009_endpoints_with_uneven_shares()
    {
        _lab.SkipUnlessUp();
        try
        {
            BrokenLab.OnNode("iptables-nft -t nat -R KUBE-SVC-OZQOZD5NGCHU6BTV 2 -m comment --comment 'default/numbers-pair:http -> 10.244.120.67:80' -m statistic --mode random --probability 0.02 -j KUBE-SEP-56UHFYMZMRXNS5Q3").OrFail();
            LabMemory.Forget();

            PacketTrace trace = LabTrace.From("client", "10.98.14.20", 8080);
            int first = Enumerable.Range(0, 30).Count(_ => BrokenLab.Connect("client", "10.98.14.20", 8080).Text.StartsWith("numbers-api", StringComparison.Ordinal));

            // Half of 30 would be 15; that 0.02 gives 7 or more is less likely than one in a million.
            Assert.InRange(first, 0, 6);
            Finding finding = Assert.Single(trace.Findings);
            Assert.Equal(("NP2009", nameof(FindingSeverity.Warning), (Finding?)null), (finding.Code, finding.Severity, trace.Cause));
            Assert.Equal("KUBE-SVC-OZQOZD5NGCHU6BTV gives its 2 endpoints 2.0 %, 98.0 % of the connections", finding.Message);
        }
        finally
        {
            BrokenLab.Restore();
        }
    }

    [Fact]
    public void NP2010_a_client_is_held_to_an_endpoint_that_is_gone()
    {
        _lab.SkipUnlessUp();
        const string Sticky = "10.105.9.9";
        try
        {
            string pod = BrokenLab.Connect("client", Sticky, 80).Text.Split(' ')[0];
            (string address, string device) = pod.StartsWith("numbers-api", StringComparison.Ordinal) ? ("10.244.120.67", "cali693e13cd073") : ("10.244.120.69", "cali5be3ae70b79");
            BrokenLab.OnNode($"ip route del {address} dev {device}").OrFail();
            LabMemory.Forget();

            PacketTrace trace = LabTrace.From("client", Sticky, 80);
            (Symptom seen, string text) = BrokenLab.Connect("client", Sticky, 80);

            string message = $"{text}\n{string.Join('\n', trace.Findings.Select(finding => finding.ToString()))}\n{LabTrace.Describe(trace)}";
            Assert.Equal(Symptom.TimedOut, seen);
            Assert.True(trace.Cause?.ToString() == $"NP2010 session affinity holds 10.244.120.68 to {address}:80 for 10800 s, and that cannot be reached", message);
            Assert.Contains(trace.Outcomes, outcome => outcome.Symptom == nameof(Symptom.TimedOut) && trace.GetFindings(outcome)[0].Code == "NP2010");
        }
        finally
        {
            BrokenLab.OnNode("ip route replace 10.244.120.67 dev cali693e13cd073 scope link; ip route replace 10.244.120.69 dev cali5be3ae70b79 scope link");
            BrokenLab.Restore();
        }
    }

    [Fact]
    public void NP2014_the_table_of_another_mode_is_left_and_takes_the_packets_to_an_endpoint_that_is_gone()
    {
        _lab.SkipUnlessUp();
        try
        {
            BrokenLab.OnNode("nft 'table ip kube-proxy { chain nat-prerouting { type nat hook prerouting priority -110; ip daddr 10.109.60.134 tcp dport 80 dnat to 10.244.120.99:80; }; }'").OrFail();
            LabMemory.Forget();

            PacketTrace trace = LabTrace.From("client", "10.109.60.134", 80);
            (Symptom seen, _) = BrokenLab.Connect("client", "10.109.60.134", 80);

            // Rules of nftables are not evaluated: where they send the packet is not known, and the finding says so.
            Assert.Equal((Symptom.TimedOut, nameof(Symptom.Mixed), "NP2014"), (seen, trace.Symptom, trace.Cause?.Code));
            Assert.Equal([nameof(Symptom.Connected), nameof(Symptom.Unknown)], trace.Outcomes.Select(outcome => outcome.Symptom).Order());
            Assert.All(trace.Outcomes, outcome => Assert.NotEmpty(outcome.Assumptions));
            Assert.Contains("the nftables table ip kube-proxy handles Services, and so does KUBE-SVC-", trace.Findings[0].Message, StringComparison.Ordinal);
        }
        finally
        {
            BrokenLab.OnNode("nft delete table ip kube-proxy");
            BrokenLab.Restore();
        }
    }

    [Fact]
    public void NP6005_a_rule_of_which_the_snapshot_does_not_tell_the_answer()
    {
        _lab.SkipUnlessUp();
        try
        {
            BrokenLab.OnNode("iptables-nft -I FORWARD -d 10.244.120.67 -p tcp --syn -m limit --limit 1/minute --limit-burst 1 -j DROP").OrFail();
            LabMemory.Forget();

            PacketTrace trace = LabTrace.From("client", "10.109.60.134", 80);
            (Symptom first, _) = BrokenLab.Connect("client", "10.109.60.134", 80, patience: 1);
            (Symptom second, _) = BrokenLab.Connect("client", "10.109.60.134", 80);

            // The limit lets the rule take the first packet, and not the next.
            Assert.Equal((Symptom.TimedOut, Symptom.Connected), (first, second));
            Assert.Equal([nameof(Symptom.Connected), nameof(Symptom.TimedOut)], trace.Outcomes.Select(outcome => outcome.Symptom).Order());
            Finding finding = trace.Findings.Single(one => one.Code == "NP6005");
            Assert.Equal(nameof(FindingSeverity.Information), finding.Severity);
            Assert.Contains("--limit 1/min", finding.Evidence[0].Text, StringComparison.Ordinal);
        }
        finally
        {
            BrokenLab.Restore();
        }
    }
}
