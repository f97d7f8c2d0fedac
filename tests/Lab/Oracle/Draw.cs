using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Draws values from small pools, so that random rules and random packets often meet.</summary>
internal sealed class Draw(Random random, IpFamily family)
{
    private static readonly string[] Marks = ["0x0", "0x1", "0x2", "0x4", "0x10", "0x4000"];
    private static readonly string[] Masks = ["", "", "/0xf", "/0x3", "/0xf0", "/0x4000", "/0xffffffff"];
    private static readonly string[] Devices = ["cali1", "cali2", "eth0", "lo", "cali+", "e+", "nope0"];

    public IpFamily Family { get; } = family;

    public int Version => Family == IpFamily.IPv4 ? 4 : 6;

    /// <summary>The protocol that the rule names so far.</summary>
    public string? Protocol { get; set; }

    /// <summary>True once a value was drawn with an exclamation mark.</summary>
    public bool Negated { get; set; }

    /// <summary>An exclamation mark, sometimes.</summary>
    public string Not()
    {
        bool not = Chance(0.25);
        Negated |= not;
        return not ? "! " : "";
    }

    public bool Chance(double share) => random.NextDouble() < share;

    public int Number(int below) => random.Next(below);

    public T Pick<T>(params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>One to three of the choices, separated by commas.</summary>
    public string Some(params string[] choices) => string.Join(',', Enumerable.Range(0, 1 + Number(3)).Select(_ => Pick(choices)).Distinct());

    public string Device() => Pick(Devices);

    public string Mark() => $"{Pick(Marks)}{Pick(Masks)}";

    public string MarkValue() => Pick(Marks);

    public string Port() => Pick("53", "80", "443", "8080", "81", "30080", "1:100", "80:8080", "30000:32767", ":79", "8081:");

    public string SourcePort() => Pick("20000:22047", "20000:", ":20999", "21000:23999", "1:1023", "53", "80");

    public Leaf Leaf() => Pick(Layout.Leaves);

    public int Host() => 10 + Number(3);

    /// <summary>Any address that packets can have.</summary>
    public IpAddress Address() => Number(8) switch
    {
        0 => Layout.Router(Leaf(), 1, Family),
        1 => Family == IpFamily.IPv4 ? Layout.Router(Leaf(), 2, Family) : Layout.Loopback(Family),
        2 or 3 => Layout.Virtual(Host(), Family),
        4 => Layout.Outside(Host(), Family),
        _ => Layout.Of(Leaf(), Host(), Family),
    };

    /// <summary>A network that holds some of them.</summary>
    public string Prefix()
    {
        int[] lengths = Family == IpFamily.IPv4 ? [32, 32, 24, 31, 16, 8] : [128, 128, 64, 127, 48, 32];
        return $"{new IpPrefix(Address(), Pick(lengths))}";
    }

    /// <summary>A range of a few addresses, or one.</summary>
    public string Range()
    {
        IpAddress first = Chance(0.5) ? Layout.Virtual(10, Family) : Layout.Of(Leaf(), 10, Family);
        IpAddress last = IpAddress.FromBits(first.Bits + (uint)Number(3), Family);
        return $"{first}-{last}";
    }
}
