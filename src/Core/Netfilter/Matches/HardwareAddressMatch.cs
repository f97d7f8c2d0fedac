using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m mac: who sent the Ethernet frame. A packet that came without one never matches, not even with <c>!</c> (net/netfilter/xt_mac.c).</summary>
/// <param name="Address">The address, in lower case.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record HardwareAddressMatch(string Address, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => context.Ethernet switch
    {
        null => false,
        { Source: HardwareAddress source } => (source.ToString() == Address) != Negated,
        _ => MatchResult.Unknown($"which station sent the frame that came in by {context.InInterface} is not in the snapshot"),
    };

    internal static Match Parse(OptionReader options)
    {
        options.Expect("--mac-source");
        string text = options.Value();
        return HardwareAddress.TryParse(text, out HardwareAddress address)
            ? new HardwareAddressMatch(address.ToString(), options.Negated)
            : throw options.BadValue(text, "an Ethernet address");
    }
}
