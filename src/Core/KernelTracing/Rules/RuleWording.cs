using System.Globalization;
using System.Text.RegularExpressions;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing.Rules;

/// <summary>Compares a rule as a trace words it with one as iptables-save does.</summary>
internal static partial class RuleWording
{
    /// <summary>True for a rule in iptables' own words, as xtables-monitor prints it.</summary>
    public static bool IsSave(string? text) => text?.StartsWith("-A ", StringComparison.Ordinal) == true;

    /// <summary>True when a rule in iptables' words is this one.</summary>
    public static bool Same(string text, Rule rule) => text.Trim() == WithoutCounters(rule.Text);

    /// <summary>True when the rule is the one of the step, as far as the step's text tells.</summary>
    public static bool Fits(KernelTraceEvent step, Rule rule) => IsSave(step.RuleText) ? Same(step.RuleText!, rule) : SameMeaning(step, rule);

    // nft and iptables write rules in two languages; what both name alike is the verdict, addresses and ports.
    private static bool SameMeaning(KernelTraceEvent step, Rule rule)
    {
        string text = Quoted().Replace(step.RuleText!, "");
        return SameEffect(step, text, rule.Target) && Literals(text).SetEquals(Literals(Quoted().Replace(WithoutCounters(rule.Text), "")));
    }

    private static bool SameEffect(KernelTraceEvent step, string text, Target target) => step.Verdict switch
    {
        "jump" => target is JumpTarget { IsGoto: false } jump && jump.Chain == step.Target,
        "goto" => target is JumpTarget { IsGoto: true } jump && jump.Chain == step.Target,
        "return" => target.Name == "RETURN",
        "drop" => target.Name is "DROP" || (target.Name == "REJECT" && text.Contains("reject", StringComparison.OrdinalIgnoreCase)),
        "accept" => target.Name switch
        {
            "DNAT" => text.Contains("dnat ", StringComparison.OrdinalIgnoreCase),
            "SNAT" => text.Contains("snat ", StringComparison.OrdinalIgnoreCase),
            "MASQUERADE" => text.Contains("masquerade", StringComparison.OrdinalIgnoreCase),
            "REDIRECT" => text.Contains("redirect", StringComparison.OrdinalIgnoreCase),
            "ACCEPT" => text.EndsWith("accept", StringComparison.Ordinal),
            _ => false,
        },
        "continue" => target is not JumpTarget && target.Name is not ("ACCEPT" or "DROP" or "RETURN" or "REJECT" or "DNAT" or "SNAT" or "MASQUERADE"),
        _ => false,
    };

    /// <summary>Addresses and networks with the side that they are asked of, ports, marks, and connection states.</summary>
    private static HashSet<string> Literals(string text)
    {
        HashSet<string> literals = [];
        string side = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Add(literals, side, word);
            side = word is "!=" or "!" or "==" ? side : word.TrimStart('-') switch
            {
                "s" or "saddr" => "source ",
                "d" or "daddr" => "destination ",
                "sport" or "dport" or "sports" or "dports" => "port ",
                "ctstate" or "state" => "state ",
                _ => "",
            };
        }

        return literals;
    }

    private static void Add(HashSet<string> literals, string side, string word)
    {
        if (side is "port ")
        {
            literals.Add(word);
        }
        else if (side is "state ")
        {
            literals.UnionWith(word.ToLowerInvariant().Split(','));
        }
        else if (word.StartsWith("0x", StringComparison.Ordinal))
        {
            literals.UnionWith(word.Split('/').Select(number => number.TrimStart('0', 'x')).Where(number => number.Length > 0));
        }
        else
        {
            AddAddress(literals, side, word);
        }
    }

    // "10.0.0.1" and "10.0.0.1/32" are one; "10.0.0.1:80" is an address and a port.
    private static void AddAddress(HashSet<string> literals, string side, string word)
    {
        bool withPort = word.Count(character => character == ':') == 1 && word.Contains('.', StringComparison.Ordinal);
        string address = withPort ? word[..word.IndexOf(':', StringComparison.Ordinal)] : word;
        string[] parts = address.Split('/');
        if (address.IndexOfAny(['.', ':']) >= 0 && IpAddress.TryParse(parts[0], out IpAddress parsed))
        {
            literals.Add($"{side}{parsed}/{(parts.Length > 1 ? parts[1] : parsed.Width.ToString(CultureInfo.InvariantCulture))}{word[address.Length..]}");
        }
    }

    private static string WithoutCounters(string text)
    {
        string rule = text.Trim();
        return rule.StartsWith('[') && rule.IndexOf("] ", StringComparison.Ordinal) is int end and > 0 ? rule[(end + 2)..].Trim() : rule;
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
