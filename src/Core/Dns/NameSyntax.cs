using NetPath.Core.Packets;

namespace NetPath.Core.Dns;

/// <summary>What can be a name of the DNS (RFC 1035, section 2.3.4).</summary>
internal static class NameSyntax
{
    /// <summary>The most characters that a name has without its last dot: 255 octets as it is sent.</summary>
    public const int LongestName = 253;

    private const int LongestLabel = 63;

    /// <summary>Refuses what no resolver would ask for.</summary>
    /// <exception cref="NameRequestException">It is no name; says what to write instead.</exception>
    public static void Check(string name)
    {
        string bare = name.EndsWith('.') ? name[..^1] : name;
        if (IpAddress.TryParse(bare, out _))
        {
            throw new NameRequestException($"'{name}' is an address already, and nobody looks it up. Trace-ServicePacket -Destination {bare} traces it.");
        }

        int slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < name.Length - 1)
        {
            throw new NameRequestException($"'{name}' is no name of the DNS. Programs write a Service of another namespace as {name[(slash + 1)..].Split(':')[0]}.{name[..slash]}.");
        }

        string? wrong = bare.Length == 0 ? "is empty"
            : bare.Length > LongestName ? $"has {bare.Length} characters, more than {LongestName}"
            : bare.Split('.').Any(label => label.Length == 0) ? "has an empty part between two dots"
            : bare.Split('.').FirstOrDefault(label => label.Length > LongestLabel) is string label ? $"has a part of {label.Length} characters, more than {LongestLabel}: {label[..12]}..."
            : bare.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '*' or '?' or ':') ? "has a character that no name has"
            : null;
        if (wrong is not null)
        {
            throw new NameRequestException($"'{name}' is no name of the DNS: it {wrong}. Write it as a program would, such as numbers-api or numbers-api.default.");
        }
    }
}
