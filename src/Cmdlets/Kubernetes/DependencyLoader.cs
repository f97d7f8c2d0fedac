using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>
/// Loads NetPath.Kubernetes.dll when a cmdlet first needs it, with the packages it uses, from the module's folder <c>dependencies</c>. PowerShell runs this
/// when the module is imported and removed.
/// </summary>
public sealed class DependencyLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Room = "NetPath.Kubernetes";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyLoader).Assembly.Location) ?? "", "dependencies");

    private static readonly DependencyContext Context = new(Folder);

    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    /// <summary>
    /// Only the room itself is given to the session, and it brings its packages along in its own context: another version of one that the session has
    /// loaded, or will load, is not touched.
    /// </summary>
    private static Assembly? Resolve(AssemblyLoadContext session, AssemblyName name)
    {
        string file = Path.Combine(Folder, $"{Room}.dll");
        return name.Name == Room && File.Exists(file) ? Context.LoadFromAssemblyPath(file) : null;
    }
}
