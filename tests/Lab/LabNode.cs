using System.Globalization;
using Xunit;

[assembly: AssemblyFixture(typeof(NetPath.Lab.LabNode))]

// The tests share one node and one kernel.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace NetPath.Lab;

/// <summary>The reference node, up for as long as the tests of this process run.</summary>
public sealed class LabNode : IDisposable
{
    private const string PrefixOfTests = "np-test-";

    private static readonly string[] Tools =
        ["ip", "nsenter", "unshare", "lsns", "perl", "iptables-nft-save", "nft", "ipset", "conntrack", "bridge", "ss", "dash", "busybox"];

    /// <summary>Builds the node, unless this machine cannot: then <see cref="Reason"/> says why.</summary>
    public LabNode()
    {
        Reason = WhyNot();
        if (Reason is null)
        {
            RemoveAbandoned();
            Shell.Run(Repository.LabScript, "up", "--prefix", Prefix).OrFail();
        }
    }

    /// <summary>The prefix of this process's namespaces.</summary>
    public static string Prefix { get; } = PrefixOfTests + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Why there is no node; null when it is up.</summary>
    public string? Reason { get; }

    /// <summary>The name of one of the node's namespaces: node, outside, coredns, numbers, client or backend.</summary>
    public static string Space(string name) => $"{Prefix}-{name}";

    /// <summary>Runs a command in one of the node's namespaces.</summary>
    public static Shell Inside(string space, params string[] command) => Shell.Run(["ip", "netns", "exec", Space(space), .. command]);

    /// <summary>Asks an HTTP server from one of the namespaces; the address may be a name. Fails with exit code 1 and the system's text.</summary>
    public static Shell Get(string space, string address, int port, string source = "0.0.0.0") => Inside(
        space,
        "perl",
        Path.Combine(Repository.Root, "tests", "Lab", "http-get.pl"),
        address,
        port.ToString(CultureInfo.InvariantCulture),
        source);

    /// <summary>Builds the node anew, for a test that leaves what cannot be undone.</summary>
    public static void Rebuild() => Shell.Run(Repository.LabScript, "up", "--prefix", Prefix).OrFail();

    /// <summary>Skips the running test, with the reason, where there is no node.</summary>
    public void SkipUnlessUp() => Assert.SkipUnless(Reason is null, Reason ?? string.Empty);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Reason is null)
        {
            Shell.Run(Repository.LabScript, "down", "--prefix", Prefix);
        }
    }

    private static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "The lab needs a Linux kernel.";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "The lab needs root, to make network namespaces.";
        }

        string[] missing = [.. Tools.Where(tool => Shell.Run("sh", "-c", $"command -v {tool}").ExitCode != 0)];
        return missing.Length > 0 ? $"Not installed: {string.Join(", ", missing)}." : null;
    }

    /// <summary>Takes down what a test process that was killed has left behind.</summary>
    private static void RemoveAbandoned()
    {
        DirectoryInfo labs = new("/run/netpath-lab");
        foreach (DirectoryInfo lab in labs.Exists ? labs.GetDirectories(PrefixOfTests + "*") : [])
        {
            string process = lab.Name[PrefixOfTests.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{process}"))
            {
                Shell.Run(Repository.LabScript, "down", "--prefix", lab.Name);
            }
        }
    }
}
