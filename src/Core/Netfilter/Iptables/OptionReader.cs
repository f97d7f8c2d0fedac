using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Reads the options of one match or target.</summary>
internal sealed class OptionReader(List<RuleToken> tokens, int start, int end)
{
    private readonly int _start = start;
    private int _position = start;

    /// <summary>The option that was read last, such as --dport.</summary>
    public string Name { get; private set; } = "";

    /// <summary>True when a <c>!</c> stood before the option, or before its value as old releases print it.</summary>
    public bool Negated { get; private set; }

    public bool AtEnd => _position >= end;

    /// <summary>The text from here to the end.</summary>
    public string Rest => From(_position);

    /// <summary>All of the text, whatever has been read of it.</summary>
    public string All => From(_start);

    /// <summary>Goes to the next option; false at the end.</summary>
    public bool Next()
    {
        if (AtEnd)
        {
            return false;
        }

        Negated = tokens[_position].IsNegation;
        if (Negated)
        {
            _position++;
        }

        if (AtEnd || !tokens[_position].IsOption)
        {
            throw Bad(AtEnd ? "'!' stands at the end" : $"'{tokens[_position].Text}' stands where an option should be");
        }

        Name = tokens[_position++].Text;
        return true;
    }

    public void Expect(string name)
    {
        ExpectAny();
        if (Name != name)
        {
            throw NotUnderstood();
        }
    }

    public void ExpectAny()
    {
        if (!Next())
        {
            throw Bad("it has no options");
        }
    }

    /// <summary>The value of the option that was read last.</summary>
    public string Value()
    {
        if (!AtEnd && tokens[_position].IsNegation)
        {
            Negated = !Negated;
            _position++;
        }

        if (AtEnd || (tokens[_position].IsOption && tokens[_position].Text.StartsWith("--", StringComparison.Ordinal)))
        {
            throw Bad($"{Name} has no value");
        }

        return tokens[_position++].Text;
    }

    /// <summary>Everything that is left, as text.</summary>
    public string TakeRest()
    {
        string rest = Rest;
        _position = end;
        return rest;
    }

    public int Number()
    {
        string text = Value();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw BadValue(text, "a number");
    }

    /// <summary>A value such as <c>0x4000/0x4000</c>; without a mask all bits count.</summary>
    /// <param name="zero">A name that the tool prints for 0, such as default for the group of interfaces; null for none.</param>
    public (uint Value, uint Mask) MaskedNumber(string? zero = null)
    {
        string text = Value();
        if (text == zero)
        {
            return (0, uint.MaxValue);
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? (HexOrDecimal(text), uint.MaxValue)
            : (HexOrDecimal(text[..slash]), HexOrDecimal(text[(slash + 1)..]));
    }

    public PortRange Ports() => Ports(Value());

    public PortRange Ports(string text) => PortRange.TryParse(text, out PortRange range) ? range : throw BadValue(text, "a port or a range of ports");

    public Protocol Protocol(string text) => ProtocolName.TryParse(text, out Protocol protocol) ? protocol : throw BadValue(text, "a protocol");

    public IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw BadValue(text, "a network");

    public RuleSyntaxException NotUnderstood() => Bad($"option {Name} is not modelled");

    public RuleSyntaxException BadValue(string text, string wanted) => Bad($"'{text}' of {Name} is not {wanted}");

    public static RuleSyntaxException Bad(string reason) => new(reason);

    private string From(int position) => string.Join(' ', tokens.Take(end).Skip(position).Select(token => token.ToString()));

    private uint HexOrDecimal(string text)
    {
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(hex ? text.AsSpan(2) : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            ? number
            : throw BadValue(text, "a number");
    }
}
