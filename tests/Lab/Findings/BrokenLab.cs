using System.Text.RegularExpressions;
using NetPath.Core.Tracing;

namespace NetPath.Lab.Findings;

/// <summary>Breaks the lab's node, connects as a client does, and puts everything back.</summary>
internal static partial class BrokenLab
{
    /// <summary>Runs commands in the node's namespace; {numbers} and its like stand for the lab's namespaces, {prefix} for what their names begin with, {tests} for the tests' folder.</summary>
    public static Shell OnNode(string commands) => LabNode.Inside("node", "sh", "-c", Place().Replace(commands, place => place.Groups[1].Value switch
    {
        "prefix" => LabNode.Prefix,
        "tests" => Path.Combine(Repository.Root, "tests", "Lab"),
        string space => LabNode.Space(space),
    }));

    /// <summary>Puts the node's rules back as the lab made them, and forgets what earlier connections left behind.</summary>
    public static void Restore()
    {
        string rules = Path.Combine(Repository.Root, "tests", "Lab", "rules", "kube-proxy.save");
        OnNode($"nft flush ruleset; iptables-nft-restore < {rules}").OrFail();
        LabMemory.Forget();
    }

    /// <summary>What a real client sees.</summary>
    public static (Symptom Symptom, string Text) Connect(string space, string address, int port, string? source = null, int patience = 3) =>
        new LabConnection(space, address, port, source).Try(patience);

    [GeneratedRegex(@"(?<!\$)\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
