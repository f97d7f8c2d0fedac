using System.Text;
using CsCheck;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Fuzz.Properties;

/// <summary>What is printed reads back as it was, whatever it is.</summary>
public class RuleProperties
{
    [Fact]
    public void A_rule_reads_as_the_conditions_it_was_printed_from() => RuleGenerator.Condition.Array[0, 8].Sample(
        conditions =>
        {
            Rule rule = Read($"*filter\n:FORWARD ACCEPT [0:0]\n:A - [0:0]\n-A FORWARD {string.Concat(conditions.Select(one => one.Text + " "))}-j A\nCOMMIT\n").Find(TableKind.Filter, "FORWARD")!.Rule(1);

            Assert.Equal(conditions.Select(one => one.Match), rule.Matches);
            Assert.Equal(new JumpTarget("A", IsGoto: false), rule.Target);
        },
        iter: 2_000,
        seed: "0N0XIzNsQ0O2",
        threads: 1);

    [Fact]
    public void Each_rule_stays_in_its_chain_and_place_wherever_its_line_stands() => Gen.Select(Gen.Int[0, 5].Array[1, 60], Gen.Bool, Gen.Bool).Sample(
        (chains, windows, counters) =>
        {
            string text = "*nat\n" + string.Concat(chains.Select((chain, i) => $"{(counters ? "[1:60] " : "")}-A C{chain} -m mark --mark {i} -j RETURN\n")) + "COMMIT\n";
            Table table = Read(windows ? text.ReplaceLineEndings("\r\n") : text).Find(TableKind.Nat)!;

            foreach (IGrouping<int, int> chain in Enumerable.Range(0, chains.Length).GroupBy(i => chains[i]))
            {
                Assert.Equal(chain.Select(i => (Match)new MarkMatch(false, (uint)i, uint.MaxValue, false)), table.Find($"C{chain.Key}")!.Rules.SelectMany(rule => rule.Matches));
            }
        },
        iter: 500,
        seed: "0N0XIzNsQ0O2",
        threads: 1);

    [Fact]
    public void Each_form_of_MARK_changes_the_bits_that_its_manual_says() => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt).Sample(
        (mark, value, mask) =>
        {
            Assert.Equal((mark & ~mask) ^ value, Mark($"--set-xmark 0x{value:x}/0x{mask:x}", mark));
            Assert.Equal((mark & ~(mask | value)) | value, Mark($"--set-mark 0x{value:x}/0x{mask:x}", mark));
            Assert.Equal(mark & value, Mark($"--and-mark 0x{value:x}", mark));
            Assert.Equal(mark | value, Mark($"--or-mark 0x{value:x}", mark));
            Assert.Equal(mark ^ value, Mark($"--xor-mark 0x{value:x}", mark));
        },
        iter: 500,
        seed: "0N0XIzNsQ0O2",
        threads: 1);

    [Fact]
    public void Addresses_and_networks_print_as_they_are_read() => Gen.Select(RuleGenerator.Address, RuleGenerator.Prefix).Sample(
        (address, prefix) =>
        {
            Assert.Equal(address, IpAddress.Parse(address.ToString()));
            Assert.Equal(prefix, IpPrefix.Parse(prefix.ToString()));
            Assert.True(prefix.Contains(prefix.Address));
        },
        iter: 2_000,
        seed: "0N0XIzNsQ0O2",
        threads: 1);

    private static uint Mark(string options, uint before) =>
        ((MarkTarget)Read($"*mangle\n-A C -j MARK {options}\nCOMMIT\n").Find(TableKind.Mangle, "C")!.Rule(1).Target).Apply(before);

    private static Ruleset Read(string text) => IptablesSaveReader.Read(new SnapshotPart("save.txt", Encoding.UTF8.GetBytes(text)), IpFamily.IPv4, RulesetBackend.NfTables);
}
