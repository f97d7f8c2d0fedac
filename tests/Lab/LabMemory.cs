namespace NetPath.Lab;

/// <summary>What the lab's kernel remembers of earlier connections.</summary>
internal static class LabMemory
{
    /// <summary>
    /// Makes the namespaces forget. Neighbours and connections that the kernel still remembers would hide a fault, and so would its limit on ICMP errors.
    /// What is left of earlier connections goes first: a pod that sends something again asks for its gateway, and the node learns the pod's address from
    /// the question.
    /// </summary>
    public static void Forget()
    {
        foreach (string space in new[] { "numbers", "client", "node" })
        {
            LabNode.Inside(space, "sh", "-c", "ss -K -t state connected >/dev/null; ip neigh flush all; conntrack -F; sysctl -qw net.ipv4.icmp_ratelimit=0");
        }
    }
}
