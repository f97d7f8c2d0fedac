using Xunit;

namespace NetPath.Unit.Architecture;

/// <summary>Who may depend on what: Cmdlets on Linux, Kubernetes and Dns, these on Core. Only Linux touches the machine, only Kubernetes knows the client of its API, and only Dns the client of name servers. A failure names the member that breaks it.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] FileTypes =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.FileSystemInfo", "System.IO.FileSystemWatcher", "System.IO.Directory",
        "System.IO.DirectoryInfo", "System.IO.DriveInfo", "System.IO.RandomAccess", "System.IO.Compression.ZipFile", "System.IO.Compression.ZipFileExtensions",
        "System.Formats.Tar.TarFile",
    ];

    // Members that open a file by its name, of types that are fine otherwise.
    private static readonly (string Type, string Member)[] FileMembers =
    [
        ("System.IO.StreamReader", ".ctor(string)"),
        ("System.IO.StreamWriter", ".ctor(string)"),
        ("System.Formats.Tar.TarEntry", "ExtractToFile(string)"),
        ("System.Formats.Tar.TarWriter", "WriteEntry(string)"),
    ];

    private static readonly string[] FileSpaces = ["System.IO.Enumeration.", "System.IO.IsolatedStorage.", "System.IO.MemoryMappedFiles.", "System.IO.Pipes."];

    private static readonly string[] MachineTypes =
    [
        "System.Console", "System.Diagnostics.Process", "System.Diagnostics.ProcessStartInfo", "System.Net.Dns", "System.Runtime.InteropServices.NativeLibrary",
        "System.Runtime.InteropServices.PosixSignalRegistration",
    ];

    // An enumeration, by which IPAddress tells IPv4 from IPv6.
    private const string AddressFamily = "System.Net.Sockets.AddressFamily";

    private static readonly string[] MachineSpaces = ["System.Net.Sockets.", "System.Net.Http.", "System.Net.NetworkInformation.", "System.Net.WebSockets."];

    [Theory]
    [InlineData("NetPath.Core", "")]
    [InlineData("NetPath.Linux", "NetPath.Core")]
    [InlineData("NetPath.Kubernetes", "NetPath.Core")]
    [InlineData("NetPath.Dns", "NetPath.Core")]
    [InlineData("NetPath", "NetPath.Core NetPath.Dns NetPath.Kubernetes NetPath.Linux")]
    public void Dependencies_point_one_way(string assembly, string own)
    {
        using BuiltAssembly built = new(assembly);

        Assert.Equal(own, string.Join(' ', built.References.Where(name => name.StartsWith("NetPath", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("NetPath.Core", "")]
    [InlineData("NetPath.Linux", "")]
    [InlineData("NetPath.Kubernetes", "KubernetesClient YamlDotNet")]
    [InlineData("NetPath.Dns", "DnsClient")]
    [InlineData("NetPath", "System.Management.Automation")]
    public void Beside_its_own_and_dotnets_an_assembly_refers_to(string assembly, string others)
    {
        using BuiltAssembly built = new(assembly);

        // PowerShell brings System.Management.Automation; whatever else is not of .NET would have to be shipped.
        string[] foreign = [.. built.References.Where(name => name == "System.Management.Automation"
            || !IsIn(["System.", "Microsoft.Win32.Primitives", "NetPath"], name))];
        Assert.Equal(others, string.Join(' ', foreign));
    }

    [Fact]
    public void Core_opens_no_files()
    {
        using BuiltAssembly core = new("NetPath.Core");

        Assert.Empty(core.Uses(TouchesFiles));
    }

    [Theory]
    [InlineData("NetPath.Core")]
    [InlineData("NetPath.Dns")]
    [InlineData("NetPath")]
    public void Only_Linux_starts_processes_and_opens_sockets(string assembly)
    {
        using BuiltAssembly built = new(assembly);

        Assert.Empty(built.Uses(TouchesMachine));
    }

    [Theory]
    [InlineData("NetPath.Core")]
    [InlineData("NetPath.Kubernetes")]
    [InlineData("NetPath.Dns")]
    [InlineData("NetPath")]
    public void Only_Linux_calls_native_functions(string assembly)
    {
        using BuiltAssembly built = new(assembly);

        Assert.Empty(built.NativeMethods);
    }

    [Fact]
    public void Only_one_class_of_the_cmdlets_makes_dotnet_load_the_Kubernetes_room()
    {
        using BuiltAssembly cmdlets = new("NetPath");

        // A closure of that class is that class.
        string[] users = [.. cmdlets.Uses((type, _) => type.StartsWith("NetPath.Kubernetes.", StringComparison.Ordinal))];
        Assert.NotEmpty(users);
        Assert.All(users, user => Assert.StartsWith("NetPath.Cmdlets.Kubernetes.Cluster.", user, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_one_class_of_the_cmdlets_makes_dotnet_load_the_Dns_room()
    {
        using BuiltAssembly cmdlets = new("NetPath");

        string[] users = [.. cmdlets.Uses((type, _) => type.StartsWith("NetPath.Dns.", StringComparison.Ordinal))];
        Assert.NotEmpty(users);
        Assert.All(users, user => Assert.StartsWith("NetPath.Cmdlets.Dns.NameServers.", user, StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_of_one_cmdlet_does_not_overwrite_that_of_another_in_the_pipeline()
    {
        using BuiltAssembly cmdlets = new("NetPath");

        (string Type, int Number)[] activities = [.. cmdlets.Constants("ActivityId")];
        Assert.NotEmpty(activities);
        Assert.All(activities.GroupBy(activity => activity.Number), same => Assert.Single(same));
    }

    [Fact]
    public void A_breach_would_be_seen_and_named()
    {
        using BuiltAssembly linux = new("NetPath.Linux");
        using BuiltAssembly cmdlets = new("NetPath");

        Assert.Contains("NetPath.Linux.Collector.Collect uses System.IO.File.Exists", linux.Uses(TouchesFiles));
        Assert.Contains("NetPath.Linux.Collector.Start uses System.Diagnostics.Process.Start", linux.Uses(TouchesMachine));
        Assert.Contains(linux.NativeMethods, name => name.StartsWith("NetPath.Linux.ProcessTree.<Kill>", StringComparison.Ordinal));
        Assert.NotEmpty(cmdlets.Uses(TouchesFiles));
    }

    private static bool TouchesFiles(string type, string member) =>
        (member.Length == 0 && (FileTypes.Contains(type) || IsIn(FileSpaces, type))) || FileMembers.Contains((type, member));

    private static bool TouchesMachine(string type, string member) =>
        member.Length == 0 && type != AddressFamily && (MachineTypes.Contains(type) || IsIn(MachineSpaces, type));

    private static bool IsIn(string[] spaces, string type) => spaces.Any(space => type.StartsWith(space, StringComparison.Ordinal));
}
