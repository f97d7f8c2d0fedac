using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Fuzz.Targets;

/// <summary>What <c>nft -j list ruleset</c> prints.</summary>
internal static class NftRuleset
{
    /// <summary>Reads the base chains.</summary>
    public static string? Read(byte[] input)
    {
        try
        {
            _ = string.Concat(NativeRulesetReader.Read(new SnapshotPart("nft-ruleset.json", input)).Select(chain => $"{chain}{chain.Content}"));
            return null;
        }
        catch (SnapshotParseException e)
        {
            return e.Message;
        }
    }
}
