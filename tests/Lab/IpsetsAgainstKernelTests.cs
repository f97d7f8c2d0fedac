using System.Text;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Lab.Ipsets;
using NetPath.Lab.Routing;
using Xunit;

namespace NetPath.Lab;

/// <summary>The kernel is the judge: random sets are asked through <c>ipset test</c> and through what NetPath reads from <c>ipset save</c>.</summary>
public sealed class IpsetsAgainstKernelTests
{
    private const int SetsEach = 3;
    private const int QuestionsEach = 20;

    /// <summary>The set types, each for both IP versions where it has them.</summary>
    public static TheoryData<string, IpFamily> Types
    {
        get
        {
            TheoryData<string, IpFamily> types = [];
            foreach (string type in RandomIpset.Types)
            {
                types.Add(type, IpFamily.IPv4);
                if (type.StartsWith("hash:ip", StringComparison.Ordinal) || type.StartsWith("hash:net", StringComparison.Ordinal))
                {
                    types.Add(type, IpFamily.IPv6);
                }
            }

            return types;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_random_set_holds_what_the_kernel_says_it_holds(string type, IpFamily family)
    {
        Assert.SkipUnless(Obstacle(type, family) is null, Obstacle(type, family) ?? "");
        List<string> differences = [];
        int held = 0;
        for (int seed = 1; seed <= SetsEach; seed++)
        {
            RandomIpset random = new((seed * 100) + (int)family, type, family);
            List<(string Element, IpsetQuery Query)> questions = [.. Enumerable.Range(0, QuestionsEach).Select(_ => random.Question())];
            (IpsetTable sets, string dump, bool[] kernel) = Ask(random, questions.Select(question => question.Element));
            held += kernel.Count(answer => answer);
            for (int i = 0; i < questions.Count; i++)
            {
                IpsetAnswer answer = sets.Test(RandomIpset.Name, questions[i].Query);
                if (answer.Kind == IpsetAnswerKind.Unknown || kernel[i] != (answer.Kind == IpsetAnswerKind.Yes))
                {
                    differences.Add($"seed {seed}: ipset test {RandomIpset.Name} {questions[i].Element}: kernel {kernel[i]}, NetPath {answer}\n{dump}");
                }
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} look-ups differ:\n{string.Join('\n', differences.Take(2))}");
        // Questions that always have the same answer would prove nothing.
        Assert.InRange(held, 1, (SetsEach * QuestionsEach) - 1);
    }

    private static string? Obstacle(string type, IpFamily family)
    {
        if (RoutingNamespace.Obstacle is string obstacle)
        {
            return obstacle;
        }

        Shell tried = InNamespace($"ipset create t {type} {(type.StartsWith("bitmap:port", StringComparison.Ordinal) ? "range 0-9" : type.StartsWith("bitmap", StringComparison.Ordinal) ? "range 10.0.0.0/24" : type == "hash:mac" ? "" : family == IpFamily.IPv6 ? "family inet6" : "")}");
        return tried.ExitCode == 0 ? null : $"this kernel does not make {type} sets: {tried.Error.Trim()}";
    }

    private static (IpsetTable Sets, string Dump, bool[] Kernel) Ask(RandomIpset random, IEnumerable<string> elements)
    {
        string script = $"""
            ipset -exist restore <<'END'
            {random.Create()}
            {string.Join('\n', random.Adds())}
            END
            ipset save
            echo ====
            for element in {string.Join(' ', elements)}; do ipset test {RandomIpset.Name} $element 2>&1 | head -n 1; done
            """;
        string[] parts = InNamespace(script).OrFail().Text.Split("====\n");
        bool[] kernel = [.. parts[1].TrimEnd('\n').Split('\n').Select(line => line.Contains("NOT in set", StringComparison.Ordinal)
            ? false
            : line.Contains("is in set", StringComparison.Ordinal) ? true : throw new InvalidOperationException(line))];
        return (IpsetSaveReader.Read(new SnapshotPart("ipset-save.txt", Encoding.UTF8.GetBytes(parts[0]))), parts[0], kernel);
    }

    // Sets live in the namespace of the process, and end with it.
    private static Shell InNamespace(string script) => Shell.Run("unshare", "--net", "sh", "-e", "-c", script);
}
