using System.Globalization;

namespace NetPath.Core.Packets;

/// <summary>A range of ports, both ends included.</summary>
/// <param name="First">The lowest port.</param>
/// <param name="Last">The highest port.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>True when the port is inside; unknown when the port is not known, unless the range holds every port.</summary>
    internal Netfilter.Truth Holds(int? port) => port switch
    {
        int known => Netfilter.TruthLogic.From(known >= First && known <= Last),
        null when First == 0 && Last == 65535 => Netfilter.Truth.Yes,
        null => Netfilter.Truth.Unknown,
    };

    /// <summary>Reads <c>80</c>, <c>1024:65535</c>, <c>:1023</c>, <c>1024:</c>, or the same with a dash.</summary>
    internal static bool TryParse(string text, out PortRange range)
    {
        range = default;
        int separator = text.IndexOfAny([':', '-']);
        string first = separator < 0 ? text : text[..separator];
        string last = separator < 0 ? text : text[(separator + 1)..];
        if (!TryPort(first, 0, out int low) || !TryPort(last, 65535, out int high))
        {
            return false;
        }

        range = new PortRange(low, high);
        return text.Length > 0;
    }

    /// <inheritdoc/>
    public override string ToString() => First == Last ? First.ToString(CultureInfo.InvariantCulture) : $"{First}:{Last}";

    private static bool TryPort(string text, int whenEmpty, out int port)
    {
        port = whenEmpty;
        return text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535);
    }
}
