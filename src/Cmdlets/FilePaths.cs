using System.Management.Automation;
using NetPath.Core.Rendering;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace NetPath.Cmdlets;

/// <summary>Turns what a user types as a path into file system paths, relative to PowerShell's own location.</summary>
/// <param name="location">Where the session stands.</param>
/// <param name="notFound">The error for a path that leads to nothing.</param>
internal sealed class FilePaths(PathIntrinsics location, Func<string, ErrorRecord> notFound)
{
    private const string FileSystem = "FileSystem";

    /// <summary>Paths of snapshots.</summary>
    public static FilePaths OfSnapshots(PSCmdlet cmdlet) => new(cmdlet.SessionState.Path, Errors.SnapshotNotFound);

    /// <summary>Paths of whatever may be made there, or is there already: folders, configurations, namespaces.</summary>
    public static FilePaths OfAny(PSCmdlet cmdlet) => new(cmdlet.SessionState.Path, Errors.PathNotFound);

    /// <summary>Resolves a path; wildcards may give several.</summary>
    /// <exception cref="NetPathException">There is no such file, or the path is not in the file system.</exception>
    public IReadOnlyList<string> Resolve(string path)
    {
        System.Collections.ObjectModel.Collection<string> found;
        ProviderInfo provider;
        try
        {
            found = location.GetResolvedProviderPathFromPSPath(path, out provider);
        }
        catch (Exception error) when (error is ItemNotFoundException or DriveNotFoundException or ProviderNotFoundException)
        {
            throw Errors.ToException(notFound(path));
        }

        CheckProvider(path, provider);
        return found.Count > 0 ? found : throw Errors.ToException(notFound(path));
    }

    /// <summary>Resolves a path in which each character stands for itself. The file need not exist.</summary>
    /// <exception cref="NetPathException">The path is not in the file system.</exception>
    public string ResolveLiteral(string path)
    {
        try
        {
            string found = location.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            CheckProvider(path, provider);
            return found;
        }
        catch (Exception error) when (error is DriveNotFoundException or ProviderNotFoundException)
        {
            throw Errors.ToException(notFound(path));
        }
    }

    private static void CheckProvider(string path, ProviderInfo provider)
    {
        if (provider.Name != FileSystem)
        {
            throw Errors.ToException(Errors.PathNotInFileSystem(PlainText.Clean(path), provider.Name));
        }
    }
}
