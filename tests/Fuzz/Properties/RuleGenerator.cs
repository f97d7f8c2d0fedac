using CsCheck;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;

namespace NetPath.Fuzz.Properties;

/// <summary>Makes conditions of rules at random, each as iptables-save prints it and as the parser must read it.</summary>
internal static class RuleGenerator
{
    private const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/";
    private static readonly string[] OptionLike = ["-m", "-j", "-s", "-A", "--comment", "-", "--", "--Zc_Y", "!"];

    /// <summary>Any IPv4 address.</summary>
    public static Gen<IpAddress> Address { get; } = Gen.UInt.Select(bits => IpAddress.Parse($"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}"));

    /// <summary>Any IPv4 network, without bits behind its prefix.</summary>
    public static Gen<IpPrefix> Prefix { get; } = Gen.Select(Gen.UInt, Gen.Int[1, 32], (bits, length) =>
    {
        uint network = bits & (uint.MaxValue << (32 - length));
        return IpPrefix.Parse($"{network >> 24}.{(network >> 16) & 255}.{(network >> 8) & 255}.{network & 255}/{length}");
    });

    /// <summary>A comment with quotes, backslashes, blanks and letters of any script, and short ones that look like options.</summary>
    public static Gen<string> Comment { get; } = Gen.OneOf(
        Gen.Char["abcXYZ019 _-.:>/!\"\\'$é漢"].Array[1, 40].Select(letters => new string(letters)).Where(text => text.Trim().Length > 0),
        Gen.Int[0, OptionLike.Length - 1].Select(i => OptionLike[i]));

    /// <summary>A condition.</summary>
    public static Gen<(string Text, Match Match)> Condition { get; } = Gen.OneOf(
        Gen.Select(Prefix, Gen.Bool, Gen.Bool, (prefix, source, negated) => ($"{Not(negated)}-{(source ? "s" : "d")} {prefix}", (Match)new AddressMatch(source, prefix, negated))),
        Gen.Select(Gen.Char[Plain].Array[1, 15], Gen.Bool, Gen.Bool, Gen.Bool, (name, input, wild, negated) =>
        {
            string pattern = "x" + new string(name)[1..] + (wild ? "+" : "");
            return ($"{Not(negated)}-{(input ? "i" : "o")} {pattern}", (Match)new InterfaceMatch(input, pattern, negated));
        }),
        Gen.Select(Gen.UInt, Gen.UInt, Gen.Bool, Gen.Bool, (value, mask, negated, ofConnection) =>
            ($"-m {(ofConnection ? "connmark" : "mark")} {Not(negated)}--mark 0x{value:x}/0x{mask:x}", (Match)new MarkMatch(ofConnection, value, mask, negated))),
        Comment.Select(text => ($"-m comment --comment {Quoted(text)}", (Match)new CommentMatch(text))));

    /// <summary>As xtables_save_string() in libxtables quotes a value.</summary>
    public static string Quoted(string text)
    {
        if (text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
        {
            return text;
        }

        return $"\"{string.Concat(text.Select(letter => letter is '"' or '\\' or '\'' ? $"\\{letter}" : letter.ToString()))}\"";
    }

    private static string Not(bool negated) => negated ? "! " : "";
}
