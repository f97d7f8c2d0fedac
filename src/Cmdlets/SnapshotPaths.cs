using System.Management.Automation;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace NetPath.Cmdlets;

/// <summary>Turns what a user types as a path of snapshots into file system paths, relative to PowerShell's own location.</summary>
internal sealed class SnapshotPaths(PathIntrinsics location)
{
    private const string FileSystem = "FileSystem";

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
            throw Errors.ToException(Errors.SnapshotNotFound(path));
        }

        CheckProvider(path, provider);
        return found.Count > 0 ? found : throw Errors.ToException(Errors.SnapshotNotFound(path));
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
            throw Errors.ToException(Errors.SnapshotNotFound(path));
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
