using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace NetPath.Lab;

/// <summary>The lab's rules file is what kube-proxy would have written.</summary>
public sealed class RulesFileTests
{
    private static readonly string[] Rules = File.ReadAllLines(Repository.Rules);

    [Fact]
    public void Every_Service_chain_is_named_by_the_hash_of_service_port_and_protocol()
    {
        string[] wrong = [.. Matches("""-A KUBE-SERVICES .*-p (\w+) .*"(\S+) (?:cluster IP|loadbalancer IP)" .*-j KUBE-(?:SVC|EXT|FW)-(\w+)""")
            .Where(rule => rule.Groups[3].Value != Hash(rule.Groups[2].Value + rule.Groups[1].Value))
            .Select(rule => rule.Value)];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_endpoint_chain_is_named_by_the_hash_that_has_the_endpoint_too()
    {
        string[] wrong = [.. Matches("""-A KUBE-SEP-(\w+) -p (\w+) .*--comment "(\S+)" .*--to-destination (\S+)""")
            .Where(rule => rule.Groups[1].Value != Hash(rule.Groups[3].Value + rule.Groups[2].Value + rule.Groups[4].Value))
            .Select(rule => rule.Value)];
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("default/numbers-api -> 10.244.120.67:80", "KUBE-SVC-BE5LIK4X2OAKIEFX", "KUBE-SEP-E4SSCTGR3GJGHN43")]
    [InlineData("default/kubernetes:https -> 192.168.49.2:8443", "KUBE-SVC-NPX46M4PTMTKRN6Y", "KUBE-SEP-")]
    public void The_reference_Services_have_the_reference_chains(string comment, string service, string endpoint) =>
        Assert.Contains(Rules, rule => rule.StartsWith($"-A {service} -m comment --comment \"{comment}\" -j {endpoint}", StringComparison.Ordinal));

    private static Match[] Matches(string pattern)
    {
        Match[] found = [.. Rules.Select(rule => Regex.Match(rule, pattern)).Where(match => match.Success)];
        Assert.True(found.Length >= 10, $"only {found.Length} rules match {pattern}");
        return found;
    }

    /// <summary>kube-proxy's portProtoHash: base32 of the SHA-256, cut to 16 characters.</summary>
    private static string Hash(string text)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        StringBuilder name = new();
        for (int bit = 0; bit < 80; bit += 5)
        {
            int pair = (digest[bit / 8] << 8) | digest[(bit / 8) + 1];
            name.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(pair >> (11 - (bit % 8))) & 31]);
        }

        return name.ToString();
    }
}
