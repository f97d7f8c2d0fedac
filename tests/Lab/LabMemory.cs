namespace NetPath.Lab;

/// <summary>What the lab's kernel remembers of earlier connections.</summary>
internal static class LabMemory
{
    /// <summary>
    /// Makes the namespaces forget. Neighbours and connections that the kernel still remembers would hide a fault.
    /// What is left of earlier connections goes first: a pod that sends something again asks for its gateway, and the node learns the pod's address from
    /// the question.
    /// </summary>
    public static void Forget()
    {
        foreach (string space in new[] { "numbers", "client", "backend", "outside", "node" })
        {
            LabNode.Inside(space, "sh", "-c", "ss -K -t state connected >/dev/null; ip neigh flush all; conntrack -F");
        }
    }
}
