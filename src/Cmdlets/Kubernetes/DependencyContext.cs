using System.Reflection;
using System.Runtime.Loader;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>
/// Where the Kubernetes client, the DNS client and their packages are loaded, apart from the session. An assembly is taken from the folder when one of exactly that name lies
/// there; NetPath's own and those of .NET and PowerShell are the session's.
/// </summary>
internal sealed class DependencyContext(string folder) : AssemblyLoadContext("NetPath")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = Path.Combine(folder, $"{assemblyName.Name}.dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
