using System.Security.Cryptography;

namespace NetPath.Fuzz.Engine;

/// <summary>The inputs that are kept with the project: a folder for each target in tests/Fuzz/corpus.</summary>
internal static class Corpus
{
    private const string FoundPrefix = "found-";
    private const string SlowPrefix = "slow-";

    /// <summary>tests/Fuzz/corpus.</summary>
    public static string Folder { get; } = Path.Combine(FindRoot(), "tests", "Fuzz", "corpus");

    /// <summary>The inputs of a target with their file names, in an order that is always the same.</summary>
    public static IReadOnlyList<(string Name, byte[] Input)> Of(string target)
    {
        string folder = Path.Combine(Folder, target);
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]
            : [];
    }

    /// <summary>Those of them that the fuzzer starts from. One called slow-… is run as it is, and no more: what is made of it would be as slow.</summary>
    public static IEnumerable<byte[]> Seeds(string target) => Of(target).Where(one => !one.Name.StartsWith(SlowPrefix, StringComparison.Ordinal)).Select(one => one.Input);

    /// <summary>Puts inputs that the fuzzer found in place of those it found before; what has a name of its own stays.</summary>
    public static void Replace(string target, IEnumerable<byte[]> inputs)
    {
        IReadOnlyList<(string Name, byte[] Input)> old = Of(target);
        foreach ((string name, _) in old.Where(one => one.Name.StartsWith(FoundPrefix, StringComparison.Ordinal)))
        {
            File.Delete(Path.Combine(Folder, target, name));
        }

        HashSet<string> named = [.. Of(target).Select(one => Hash(one.Input))];
        foreach (byte[] input in inputs.Where(input => !named.Contains(Hash(input))))
        {
            File.WriteAllBytes(Path.Combine(Folder, target, FoundPrefix + Hash(input)), input);
        }
    }

    /// <summary>Writes the input of a finding to out/fuzz; gives the file's path.</summary>
    public static string Save(Finding finding)
    {
        string folder = Directory.CreateDirectory(Path.Combine(FindRoot(), "out", "fuzz")).FullName;
        string file = Path.Combine(folder, $"{finding.Target}-{Hash(finding.Input)}");
        File.WriteAllBytes(file, finding.Input);
        return file;
    }

    private static string Hash(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..12];

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetPath.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No NetPath.slnx in {AppContext.BaseDirectory} or above it.");
    }
}
