using NetPath.Core.Kubernetes;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>Opens the files of API objects that a user named.</summary>
internal static class ObjectFiles
{
    /// <summary>Reads files into a collection.</summary>
    /// <exception cref="NetPathException">One is not there, not readable, or holds no API objects.</exception>
    public static KubernetesCollection Read(IReadOnlyList<string> files, IReadOnlyList<string>? namespaces, CancellationToken cancellation)
    {
        KubernetesCollection collection = new();
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                collection.AddFile(File.ReadAllBytes(file), file, namespaces);
            }
            catch (UnauthorizedAccessException error) when (Directory.Exists(file))
            {
                throw Errors.ToException(Errors.ObjectFileUnreadable(file, new IOException("It is a folder; name the files in it, or use a wildcard.", error)));
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                throw Errors.ToException(Errors.ObjectFileNotFound(file));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Errors.ToException(Errors.ObjectFileUnreadable(file, error));
            }
        }

        return collection;
    }
}
