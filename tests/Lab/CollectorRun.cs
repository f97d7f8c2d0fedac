using Xunit;

namespace NetPath.Lab;

/// <summary>A run of the collector with a temporary folder of its own, so that what it leaves behind shows.</summary>
public sealed class CollectorRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("netpath-lab-");

    /// <summary>Environment for the collector: its temporary folder.</summary>
    public Dictionary<string, string> Environment => new() { ["TMPDIR"] = _folder.FullName };

    /// <summary>What is in the temporary folder now.</summary>
    public string[] Leftovers => [.. _folder.EnumerateFileSystemInfos().Select(item => item.Name)];

    /// <summary>The archive that a run writes; fails when the run fails, complains, or leaves a file behind.</summary>
    public static Archive Archive(IReadOnlyList<string> command, string? inputFile = null, string? path = null)
    {
        using CollectorRun run = new();
        Dictionary<string, string> environment = run.Environment;
        if (path is not null)
        {
            environment["PATH"] = path;
        }

        Shell shell = Shell.Run(command, environment, inputFile).OrFail();
        Assert.Equal(string.Empty, shell.Error);
        Assert.Empty(run.Leftovers);
        return new Archive(shell.Output);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
