using Xunit;

namespace NetPath.Unit.KubeProxy;

/// <summary>Data that is not part of the project: found by NETPATH_SHARED, or in the folder "shared" beside the repository.</summary>
internal static class SharedMaterial
{
    /// <summary>The folder, or a skipped test that says why.</summary>
    public static string Folder(string name)
    {
        string? folder = Candidates(name).FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(folder is not null, $"'{name}' is not in $NETPATH_SHARED nor in ../shared beside the repository");
        return folder!;
    }

    private static IEnumerable<string> Candidates(string name)
    {
        if (Environment.GetEnvironmentVariable("NETPATH_SHARED") is { Length: > 0 } given)
        {
            yield return Path.Combine(given, name);
        }

        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Directory.Build.props")) && above.Parent is DirectoryInfo beside)
            {
                yield return Path.Combine(beside.FullName, "shared", name);
            }
        }
    }
}
