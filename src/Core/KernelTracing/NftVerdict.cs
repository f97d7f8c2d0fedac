namespace NetPath.Core.KernelTracing;

/// <summary>Verdicts as numbers of the kernel (include/uapi/linux/netfilter.h, enum nft_verdicts) and in the words of nft.</summary>
internal static class NftVerdict
{
    // Netfilter keeps a queue's number or an error in the upper half.
    private const int NF_VERDICT_MASK = 0xff;

    /// <summary>The word of nft for a verdict.</summary>
    public static string Name(int code) => code switch
    {
        -1 => "continue",
        -2 => "break",
        -3 => "jump",
        -4 => "goto",
        -5 => "return",
        < 0 => $"{code}",
        _ => (code & NF_VERDICT_MASK) switch
        {
            0 => "drop",
            1 => "accept",
            2 => "stolen",
            3 => "queue",
            4 => "repeat",
            _ => $"{code}",
        },
    };
}
