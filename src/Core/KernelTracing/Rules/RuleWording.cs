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

    /// <summary>Addresses and networks, and the ports behind dport, sport and an address.</summary>
    private static HashSet<string> Literals(string text)
    {
        HashSet<string> literals = [];
        foreach (System.Text.RegularExpressions.Match port in Port().Matches(text))
        {
            literals.Add(port.Groups["port"].Value);
        }

        foreach (string word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            string address = word.Count(character => character == ':') == 1 && word.Contains('.', StringComparison.Ordinal) ? word[..word.IndexOf(':', StringComparison.Ordinal)] : word;
            if (address.IndexOfAny(['.', ':']) >= 0 && IpAddress.TryParse(address.Split('/')[0], out IpAddress parsed))
            {
                int slash = address.IndexOf('/', StringComparison.Ordinal);
                literals.Add($"{parsed}/{(slash < 0 ? parsed.Width.ToString(CultureInfo.InvariantCulture) : address[(slash + 1)..])}");
                literals.Add(word[address.Length..]);
            }
        }

        literals.Remove("");
        return literals;
    }

    private static string WithoutCounters(string text)
    {
        string rule = text.Trim();
        return rule.StartsWith('[') && rule.IndexOf("] ", StringComparison.Ordinal) is int end and > 0 ? rule[(end + 2)..].Trim() : rule;
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?:--)?(?:dport|sport|dports|sports) (?<port>\d{1,5})", RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}
