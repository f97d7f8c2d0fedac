using NetPath.Core.Packets;
using NetPath.Lab.Routing;
using NetPath.Linux.Netlink;

namespace NetPath.Lab.Oracle;

/// <summary>The namespaces of one topology, made for the oracle and removed with it.</summary>
internal sealed class OracleNetwork : IDisposable
{
    private const string PrefixOfOracle = "np-oracle-";
    private static int _count;

    private readonly string _prefix;

    public OracleNetwork(Layout layout)
    {
        Layout = layout;
        _prefix = $"{PrefixOfOracle}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        try
        {
            foreach (string name in Names)
            {
                Shell.Run("ip", "netns", "add", name).OrFail();
            }

            SetUp();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The plan.</summary>
    public Layout Layout { get; }

    /// <summary>The router's namespace.</summary>
    public string Router => $"{_prefix}-r";

    /// <summary>All namespaces, the router's first.</summary>
    public IEnumerable<string> Names => Layout.Leaves.Select(leaf => NameOf(leaf.Name)).Prepend(Router);

    /// <summary>Why it cannot be made here; null when it can.</summary>
    public static string? Obstacle => RoutingNamespace.Obstacle ?? new[] { "iptables-nft-restore", "iptables-legacy-restore", "nft", "ipset" }
        .Where(tool => !Shell.Exists(tool))
        .Select(tool => $"needs {tool}")
        .FirstOrDefault();

    /// <summary>Removes namespaces that an earlier process left behind.</summary>
    public static void RemoveAbandoned()
    {
        foreach (string path in Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns", $"{PrefixOfOracle}*") : [])
        {
            string name = Path.GetFileName(path);
            string process = name[PrefixOfOracle.Length..].Split('-')[0];
            if (int.TryParse(process, out int id) && !Directory.Exists($"/proc/{id}"))
            {
                Shell.Run("ip", "netns", "del", name);
            }
        }
    }

    /// <summary>The full name of a leaf's namespace.</summary>
    public string NameOf(string leaf) => $"{_prefix}-{leaf}";

    /// <summary>The short name of a namespace: r for the router, or the leaf's.</summary>
    public string ShortName(string name) => name.StartsWith(_prefix, StringComparison.Ordinal) ? name[(_prefix.Length + 1)..] : name;

    /// <summary>Runs a command in one of the namespaces, with text as its standard input.</summary>
    public static Shell Run(string space, string input, params string[] command) => Inside(space, () => Shell.RunWith(command, input));

    /// <summary>Does something inside one of the namespaces. Sockets opened there, and processes started there, stay in it.</summary>
    public static T Inside<T>(string space, Func<T> work)
    {
        using NetworkNamespaceHandle handle = NetworkNamespaceHandle.OpenNamed(space);
        return handle.Run(work);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string name in Names)
        {
            Shell.Run("ip", "netns", "del", name);
        }
    }

    private void SetUp()
    {
        const string Quiet = "echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/default/router_solicitations; "
            + "echo 0 > /proc/sys/net/ipv4/icmp_ratelimit; echo 100000 > /proc/sys/net/ipv4/icmp_msgs_per_sec; echo 100000 > /proc/sys/net/ipv4/icmp_msgs_burst; echo 0 > /proc/sys/net/ipv6/icmp/ratelimit; "
            + "echo 0 > /proc/sys/net/ipv4/tcp_synack_retries; echo 0 > /proc/sys/net/ipv4/tcp_invalid_ratelimit; echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all; echo 1 > /proc/sys/net/ipv6/icmp/echo_ignore_all; "
            + "for f in all default; do echo 0 > /proc/sys/net/ipv4/conf/$f/rp_filter; done";
        foreach (string name in Names)
        {
            Run(name, "", "sh", "-c", Quiet).OrFail();
        }

        string router = $"echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding; "
            + $"echo {Layout.ReversePathFilter} > /proc/sys/net/ipv4/conf/all/rp_filter; echo {(Layout.RoutesLocalNetwork ? 1 : 0)} > /proc/sys/net/ipv4/conf/all/route_localnet; "
            + $"echo {(Layout.SourceValidMark ? 1 : 0)} > /proc/sys/net/ipv4/conf/all/src_valid_mark; "
            + "for g in 2 10; do echo nfnetlink_log > /proc/sys/net/netfilter/nf_log/$g; done";
        Run(Router, "", "sh", "-c", router).OrFail();
        List<string> lines = ["link set lo up"];
        foreach (Leaf leaf in Layout.Leaves)
        {
            lines.Add($"link add {leaf.Device} address {leaf.RouterMac} type veth peer name eth0 address {leaf.Mac} netns {NameOf(leaf.Name)}");
        }

        Batch(Router, lines);
        foreach (Leaf leaf in Layout.Leaves)
        {
            Batch(NameOf(leaf.Name), Layout.LeafCommands(leaf));
        }

        Batch(Router, Layout.RouterCommands());
    }

    // Lines that begin with -6 are for the other IP version.
    private static void Batch(string space, IEnumerable<string> lines)
    {
        foreach (IGrouping<bool, string> group in lines.GroupBy(line => line.StartsWith("-6 ", StringComparison.Ordinal)).OrderBy(group => group.Key))
        {
            string[] options = group.Key ? ["-6"] : [];
            Run(space, string.Concat(group.Select(line => $"{(group.Key ? line[3..] : line)}\n")), ["ip", .. options, "-batch", "-"]).OrFail();
        }
    }
}
