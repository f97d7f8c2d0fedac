using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>
/// Loads NetPath.Kubernetes.dll and NetPath.Dns.dll when a cmdlet first needs them, with the packages they use, from the module's folder
/// <c>dependencies</c>. PowerShell runs this when the module is imported and removed.
/// </summary>
public sealed class DependencyLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string[] Rooms = ["NetPath.Kubernetes", "NetPath.Dns"];

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyLoader).Assembly.Location) ?? "", "dependencies");

    private static readonly DependencyContext Context = new(Folder);

    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    /// <summary>
    /// Only a room itself is given to the session, and it brings its packages along in its own context: another version of one that the session has
    /// loaded, or will load, is not touched.
    /// </summary>
    private static Assembly? Resolve(AssemblyLoadContext session, AssemblyName name)
    {
        string file = Path.Combine(Folder, $"{name.Name}.dll");
        return Rooms.Contains(name.Name) && File.Exists(file) ? Context.LoadFromAssemblyPath(file) : null;
    }
}
