using System.Globalization;

namespace NetPath.Lab.KernelTracing;

/// <summary>The reference node once more, with its rules in legacy iptables, for as long as a test needs it.</summary>
internal sealed class LegacyLab : IDisposable
{
    public LegacyLab() => Shell.Run(Repository.LabScript, "up", "--prefix", Prefix, "--backend", "legacy").OrFail();

    /// <summary>Begins as the prefix of the tests' own node does, so that what is left of a killed test is removed with that.</summary>
    public static string Prefix { get; } = string.Create(CultureInfo.InvariantCulture, $"np-test-{Environment.ProcessId}-legacy");

    public void Dispose() => Shell.Run(Repository.LabScript, "down", "--prefix", Prefix);
}
