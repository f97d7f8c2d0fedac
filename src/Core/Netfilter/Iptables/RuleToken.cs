namespace NetPath.Core.Netfilter.Iptables;

/// <summary>One word of a rule.</summary>
/// <param name="Text">The word without quotes and escapes.</param>
/// <param name="Quoted">True when it stood in quotes: then it is never an option nor a negation.</param>
/// <param name="IsOpen">True when the closing quote is missing: the rest of the line was lost in it, or the line itself was cut.</param>
internal readonly record struct RuleToken(string Text, bool Quoted, bool IsOpen = false)
{
    public bool IsNegation => !Quoted && Text == "!";

    public bool IsOption => !Quoted && Text.Length > 1 && Text[0] == '-';

    public override string ToString() => Quoted ? $"\"{Text}\"" : Text;
}
