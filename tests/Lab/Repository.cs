namespace NetPath.Lab;

/// <summary>Where the tests find the files of this repository.</summary>
public static class Repository
{
    /// <summary>The folder that holds NetPath.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The collector.</summary>
    public static string Collector { get; } = Path.Combine(Root, "src", "Collector", "netpath-collect.sh");

    /// <summary>The script that builds the lab.</summary>
    public static string LabScript { get; } = Path.Combine(Root, "tests", "Lab", "lab.sh");

    /// <summary>The lab node's kube-proxy rules, as iptables-restore takes them.</summary>
    public static string Rules { get; } = Path.Combine(Root, "tests", "Lab", "rules", "kube-proxy.save");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetPath.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No NetPath.slnx in {AppContext.BaseDirectory} or above it.");
    }
}
