using System.Management.Automation;
using NetPath.Core.Rendering;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace NetPath.Cmdlets.KernelTracing;

/// <summary>Turns what a user types as a path of logs into file system paths, relative to PowerShell's own location.</summary>
internal sealed class LogPaths(PathIntrinsics location)
{
    /// <summary>Resolves a path; wildcards may give several.</summary>
    /// <exception cref="NetPathException">There is no such file, or the path is not in the file system.</exception>
    public IReadOnlyList<string> Resolve(string path)
    {
        try
        {
            System.Collections.ObjectModel.Collection<string> found = location.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            CheckProvider(path, provider);
            return found.Count > 0 ? found : throw Errors.ToException(KernelTraceErrors.LogNotFound(path));
        }
        catch (Exception error) when (error is ItemNotFoundException or DriveNotFoundException or ProviderNotFoundException)
        {
            throw Errors.ToException(KernelTraceErrors.LogNotFound(path));
        }
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
            throw Errors.ToException(KernelTraceErrors.LogNotFound(path));
        }
    }

    private static void CheckProvider(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem")
        {
            throw Errors.ToException(KernelTraceErrors.LogNotFound(PlainText.Clean(path)));
        }
    }
}
