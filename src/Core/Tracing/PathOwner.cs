namespace NetPath.Core.Tracing;

/// <summary>Who is responsible for an interface or a route, by the names and protocols that network plugins use.</summary>
internal static class PathOwner
{
    public const string Application = "application";
    public const string Kernel = "kernel";

    private static readonly (string Prefix, string Owner)[] Interfaces =
    [
        ("cali", "Calico"),
        ("tunl0", "Calico"),
        ("vxlan.calico", "Calico"),
        ("flannel", "Flannel"),
        ("cni0", "CNI bridge"),
        ("lxc", "Cilium"),
        ("cilium", "Cilium"),
        ("eni", "AWS VPC CNI"),
        ("azv", "Azure CNI"),
        ("gke", "GKE CNI"),
        ("weave", "Weave Net"),
        ("kube-bridge", "kube-router"),
        ("docker", "Docker"),
        ("veth", "CNI"),
    ];

    /// <summary>The owner of an interface; the kernel's own when no plugin names its interfaces so.</summary>
    public static string OfInterface(string name)
    {
        foreach ((string prefix, string owner) in Interfaces)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return owner;
            }
        }

        return Kernel;
    }

    /// <summary>The owner of a route: whoever owns the device it leads to, or whoever the routing protocol names.</summary>
    public static string OfRoute(string? device, string? protocol)
    {
        string owner = device is null ? Kernel : OfInterface(device);
        return owner != Kernel ? owner : protocol switch
        {
            // Calico writes its routes with protocol number 80, BIRD with its own.
            "80" => "Calico",
            "bird" or "12" => "BIRD (BGP)",
            _ => Kernel,
        };
    }
}
