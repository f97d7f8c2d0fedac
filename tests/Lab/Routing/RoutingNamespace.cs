using System.Diagnostics;
using System.Text;
using NetPath.Core.Links;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Lab.Routing;

/// <summary>A network namespace with four links, made for one test and removed with it.</summary>
internal sealed class RoutingNamespace : IDisposable
{
    private static int _count;

    public RoutingNamespace()
    {
        Name = $"np-fib-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        Run("ip", ["netns", "add", Name], "");
        try
        {
            SetUp();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; }

    /// <summary>Why such a namespace cannot be made here; null when it can.</summary>
    public static string? Obstacle => Environment.UserName != "root" ? "needs root, to make network namespaces"
        : !OperatingSystem.IsLinux() ? "needs Linux"
        : !File.Exists("/sbin/ip") && !File.Exists("/usr/sbin/ip") && !File.Exists("/bin/ip") && !File.Exists("/usr/bin/ip") ? "needs iproute2 (ip)"
        : null;

    public void Dispose() => Run("ip", ["netns", "del", Name], "");

    /// <summary>Runs lines of an <c>ip -batch</c>; lines that fail are left out, and told by their number counted from 1.</summary>
    public (string Output, string Errors) Batch(IEnumerable<string> lines, params string[] options) =>
        Run("ip", ["-n", Name, .. options, "-force", "-batch", "-"], string.Join('\n', lines) + "\n");

    /// <summary>Makes the kernel leave out next hops over a device without carrier.</summary>
    public FibSettings IgnoreRoutesWithLinkDown()
    {
        Assert.Equal("", Run("ip", ["netns", "exec", Name, "sh", "-c", "for f in 4 6; do for d in d0 d1 d2 d3; do echo 1 > /proc/sys/net/ipv$f/conf/$d/ignore_routes_with_linkdown; done; done"], "").Errors);
        return new FibSettings { IgnoresRoutesWithLinkDown = (_, _) => true };
    }

    public Fib ReadFib(FibSettings? settings = null)
    {
        RouteTables tables = RouteTables.Parse(Part("-4", "-d", "route", "show", "table", "all"), Part("-6", "-d", "route", "show", "table", "all"), Part("-d", "nexthop", "show"));
        PolicyRules rules = PolicyRules.Parse(Part("-4", "-d", "rule", "show"), Part("-6", "-d", "rule", "show"));
        Assert.Empty(tables.Unread);
        Assert.Empty(rules.Unread);
        return new Fib(tables, rules, LinkTable.Parse(Part("-d", "link", "show")), AddressTable.Parse(Part("address", "show")), settings);
    }

    public SnapshotPart Part(params string[] command) => new(string.Join('-', command) + ".json", Encoding.UTF8.GetBytes(Run("ip", ["-n", Name, "-j", "-p", .. command], "").Output));

    private static (string Output, string Errors) Run(string program, string[] arguments, string input)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (output.Result, errors.Result);
    }

    private void SetUp()
    {
        List<string> lines = ["link set lo up"];
        for (int i = 0; i < 4; i++)
        {
            lines.AddRange([$"link add d{i} type veth peer name p{i}", $"link set d{i} up", $"address add 10.{i}.0.1/24 dev d{i}",
                $"address add 10.{i}.0.9/24 dev d{i}", $"address add 10.{i}.7.1/24 dev d{i}", $"address add fd00:{i}::1/64 dev d{i} nodad"]);
        }

        // d3 stays without carrier: its peer is down.
        lines.AddRange(["link set p0 up", "link set p1 up", "link set p2 up", "link set d2 group 7"]);
        Assert.Equal("", Batch(lines).Errors);
        string settings = "for f in 4 6; do echo 1 > /proc/sys/net/ipv$f/conf/all/forwarding; done; for d in all d0 d1 d2 d3; do echo 0 > /proc/sys/net/ipv4/conf/$d/rp_filter; "
            + "echo 1 > /proc/sys/net/ipv4/conf/$d/accept_local; done";
        Assert.Equal("", Run("ip", ["netns", "exec", Name, "sh", "-c", settings], "").Errors);
    }
}
