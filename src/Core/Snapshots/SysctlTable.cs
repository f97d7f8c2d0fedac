using System.Diagnostics.CodeAnalysis;

namespace NetPath.Core.Snapshots;

/// <summary>
/// The kernel settings of one namespace, by their path under /proc/sys: <c>net/ipv4/conf/eth0.100/forwarding</c>. The form with
/// dots cannot be used, since interface names hold dots.
/// </summary>
public sealed class SysctlTable
{
    private readonly Dictionary<string, (string Value, int Line)> _settings = new(StringComparer.Ordinal);
    private readonly SnapshotPart _part;

    private SysctlTable(SnapshotPart part) => _part = part;

    /// <summary>The settings that were collected, in the order of the file.</summary>
    public IEnumerable<string> Names => _settings.Keys;

    /// <summary>How many settings were collected.</summary>
    public int Count => _settings.Count;

    /// <summary>Lines that are no settings.</summary>
    public IReadOnlyList<Evidence> Unparsed { get; private set; } = [];

    /// <summary>Reads lines of the form <c>net/ipv4/ip_forward = 1</c>.</summary>
    public static SysctlTable Parse(SnapshotPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        SysctlTable table = new(part);
        List<Evidence> unparsed = [];
        foreach ((int number, string text) in PartLines.Of(part))
        {
            int equals = text.IndexOf(" =", StringComparison.Ordinal);
            if (equals > 0)
            {
                table._settings[text[..equals].Trim()] = (text[(equals + 2)..].Trim(), number);
            }
            else if (text.Length > 0)
            {
                unparsed.Add(PartLines.Evidence(part, number, text));
            }
        }

        table.Unparsed = unparsed;
        return table;
    }

    /// <summary>Gives a setting's value as text; false when it was not collected or the kernel does not have it.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = _settings.TryGetValue(name, out (string Value, int Line) setting) ? setting.Value : null;
        return value is not null;
    }

    /// <summary>Gives a setting that is a number; null when it is not there or no number.</summary>
    public long? Number(string name) => TryGet(name, out string? value) && long.TryParse(value, out long number) ? number : null;

    /// <summary>
    /// Gives a setting of one interface, such as <c>ForInterface(IpFamily.IPv4, "eth0", "rp_filter")</c>. Some settings count together with
    /// those of <c>all</c>; that is the asker's to combine.
    /// </summary>
    public long? ForInterface(Packets.IpFamily family, string interfaceName, string setting) =>
        Number(InterfaceName(family, interfaceName, setting));

    /// <summary>The full name of an interface's setting.</summary>
    public static string InterfaceName(Packets.IpFamily family, string interfaceName, string setting) =>
        $"net/{(family == Packets.IpFamily.IPv4 ? "ipv4" : "ipv6")}/conf/{interfaceName}/{setting}";

    /// <summary>The line that says so; null when the setting is not there.</summary>
    public Evidence? EvidenceFor(string name) => _settings.TryGetValue(name, out (string Value, int Line) setting)
        ? PartLines.Evidence(_part, setting.Line, $"{name} = {setting.Value}")
        : null;
}
