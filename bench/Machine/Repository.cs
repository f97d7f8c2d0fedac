namespace NetPath.Bench.Machine;

/// <summary>Where this program was built from.</summary>
internal static class Repository
{
    /// <exception cref="MachineException">It is not run from its repository.</exception>
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetPath.psd1")) && Directory.Exists(Path.Combine(folder.FullName, "bench")))
            {
                return folder.FullName;
            }
        }

        throw new MachineException($"no folder above {AppContext.BaseDirectory} is NetPath's repository");
    }
}
