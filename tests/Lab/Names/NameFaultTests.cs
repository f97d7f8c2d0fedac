using NetPath.Core.Diagnosis;
using NetPath.Core.Dns;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Lab.Names;

/// <summary>Each fault is made on the real kernel; the C library sees what NetPath says, and NetPath names the code.</summary>
public sealed class NameFaultTests(LabNode lab, FaultLab node) : IClassFixture<FaultLab>
{
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(0.3);

    public static TheoryData<string> Faults => [.. NameFault.All.Keys];

    [Theory, MemberData(nameof(Faults))]
    public void A_lookup_fails_as_foretold_and_the_cause_is_named(string name)
    {
        NameFault fault = NameFault.All[name];
        using IDisposable broken = node.Broken(lab, fault);
        ServiceNameResolution resolution = node.Resolve("numbers-api");
        (string[] addresses, TimeSpan time) = node.Lookup("numbers-api");
        if (fault.Waits == 0 && time >= TimeSpan.FromSeconds(1))
        {
            // The machine may have been busy; the library's own wait, of a second, would come again.
            (addresses, time) = node.Lookup("numbers-api");
        }

        string message = $"{name}: {string.Join(' ', addresses)} after {time.TotalSeconds} s\n{NameLab.Describe(resolution)}";
        Assert.True(addresses.Length == 0, message);
        Assert.True(resolution.Verdict == fault.Verdict, message);
        if (fault.Waits is int seconds)
        {
            Assert.True(resolution.WaitSeconds == seconds, message);
            Assert.True(time > TimeSpan.FromSeconds(seconds) - Leeway && (seconds > 0 || time < TimeSpan.FromSeconds(1)), message);
        }

        if (fault.Cause.Length == "NP1003".Length)
        {
            Assert.True(resolution.Cause?.Code == fault.Cause && resolution.Cause.Evidence.Length > 0, message);
        }
    }

    [Fact]
    public void NP1001_a_name_outside_costs_four_names()
    {
        using IDisposable broken = node.Broken(lab, new NameFault(NameLab.Impatient, ":", "", "", 0));
        long before = node.LogEnd();
        node.Lookup("www.example.com");
        ServiceNameResolution resolution = node.Resolve("www.example.com");

        Assert.Equal(8, node.QuestionsSince(before).Length);
        Assert.Equal(["NP1001"], resolution.Findings.Select(finding => finding.Code));
        Assert.Empty(node.Resolve("www.example.com.").Findings);
    }

    // This kernel resolves the race of A and AAAA by itself (nf_ct_resolve_clash_harder). What is left of it is the same loss: an entry that cannot be inserted,
    // here since all queries are masqueraded to one port.
    [Fact]
    public void NP1006_lookups_are_lost_where_their_entries_cannot_be_inserted_and_two_snapshots_tell()
    {
        using IDisposable broken = node.Broken(lab, new NameFault(NameLab.Impatient, "iptables-nft -t nat -I POSTROUTING -p udp --dport 53 -j MASQUERADE --to-ports 5353-5353", "", "", 0));
        NodeSnapshot before = node.Snapshot();
        bool[] resolved = [.. Enumerable.Range(0, 4).Select(_ => node.Lookup("numbers-api").Addresses.Length > 0)];
        NodeSnapshot after = node.Snapshot();

        Finding[] findings = [.. ClusterFindings.Of([before, after]).Where(finding => finding.Code == "NP1006")];
        string message = $"{string.Join(' ', resolved)}: insert_failed {before.Host.ConntrackUsage.InsertFailed} -> {after.Host.ConntrackUsage.InsertFailed}";
        Assert.True(resolved[0] && resolved.Contains(false), message);
        Assert.True(findings.Length == 1 && findings[0].Message.StartsWith("insert_failed rose by ", StringComparison.Ordinal), message);
        Assert.DoesNotContain(ClusterFindings.Of([before, before]), finding => finding.Code == "NP1006");
    }

    [Fact]
    public void A_second_server_answers_after_the_first_ones_time()
    {
        using IDisposable broken = node.Broken(lab, new NameFault(NameLab.Impatient.Replace("nameserver 10.96.0.10", "nameserver 169.254.20.10\nnameserver 10.96.0.10", StringComparison.Ordinal), "iptables-nft -I INPUT -p udp --dport 53 -j DROP", "", "", 0));
        ServiceNameResolution resolution = node.Query("numbers-api");
        (string[] addresses, TimeSpan time) = node.Lookup("numbers-api");

        string message = NameLab.Describe(resolution);
        Assert.Equal(["10.109.60.134"], addresses);
        Assert.True(resolution is { Verdict: nameof(NameVerdict.Resolved), WaitSeconds: 1, QueryVerdict: nameof(NameVerdict.Resolved) } && time > TimeSpan.FromSeconds(1) - Leeway, message);
        Assert.Equal(["timed out", "timed out", "NOERROR", "NOERROR"], resolution.Tries.Select(one => one.ResponseCode));
    }
}
