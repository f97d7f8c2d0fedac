using System.Reflection;
using System.Runtime.Loader;
using NetPath.Core.Snapshots;
using NetPath.Fuzz.Targets;
using SharpFuzz;

namespace NetPath.Fuzz.Engine;

/// <summary>
/// A copy of NetPath.Core that marks each branch it takes in the coverage map, with the targets that call it, apart from the NetPath.Core that the tests
/// themselves use.
/// </summary>
internal sealed class InstrumentedCore : AssemblyLoadContext
{
    private static readonly Lazy<InstrumentedCore> Loaded = new(() => new InstrumentedCore());

    private readonly byte[] _core;

    private InstrumentedCore()
        : base("instrumented")
    {
        string original = typeof(SnapshotPart).Assembly.Location;
        string folder = Directory.CreateTempSubdirectory("netpath-fuzz-").FullName;
        try
        {
            string copy = Path.Combine(folder, Path.GetFileName(original));
            File.Copy(original, copy);
            Fuzzer.Instrument(copy, type => type.StartsWith("NetPath.Core.", StringComparison.Ordinal), Options.Value);
            _core = File.ReadAllBytes(copy);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What runs one input of a target: gives the parser's own error as text, or null; any other exception is a finding.</summary>
    public static Func<byte[], string?> Runner(string target)
    {
        using MemoryStream self = new(File.ReadAllBytes(typeof(FuzzTargets).Assembly.Location));
        Assembly assembly = Loaded.Value.Assemblies.FirstOrDefault(one => one.GetName().Name == typeof(FuzzTargets).Assembly.GetName().Name)
            ?? Loaded.Value.LoadFromStream(self);
        MethodInfo method = assembly.GetType(typeof(FuzzTargets).FullName!, throwOnError: true)!.GetMethod(nameof(FuzzTargets.Runner))!;
        return (Func<byte[], string?>)method.Invoke(null, [target])!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == typeof(SnapshotPart).Assembly.GetName().Name ? LoadFromStream(new MemoryStream(_core)) : null;
}
