using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>The targets (-j) that NetPath knows. A name that is not listed is a chain, or, with options behind it, unknown.</summary>
internal static class TargetModules
{
    private static readonly Dictionary<string, Func<string, OptionReader, Target>> Parsers = new(StringComparer.Ordinal)
    {
        ["ACCEPT"] = (_, _) => new AcceptTarget(),
        ["DROP"] = (_, _) => new DropTarget(),
        ["RETURN"] = (_, _) => new ReturnTarget(),
        ["REJECT"] = ParseReject,
        ["DNAT"] = NatTargetParser.ParseDestination,
        ["REDIRECT"] = NatTargetParser.ParseRedirect,
        ["SNAT"] = NatTargetParser.ParseSource,
        ["MASQUERADE"] = NatTargetParser.ParseSource,
        ["MARK"] = MarkTargetParser.ParseMark,
        ["CONNMARK"] = MarkTargetParser.ParseConnectionMark,
        ["CT"] = ParseConntrack,
        ["HL"] = ParseTimeToLive,
        ["TTL"] = ParseTimeToLive,
        ["NOTRACK"] = (kind, _) => new NoTrackTarget(kind),

        ["AUDIT"] = Continue,
        ["CHECKSUM"] = Continue,
        ["CLASSIFY"] = Continue,
        ["CONNSECMARK"] = Continue,
        ["DSCP"] = Continue,
        ["ECN"] = Continue,
        ["IDLETIMER"] = Continue,
        ["LED"] = Continue,
        ["LOG"] = Continue,
        ["NFLOG"] = Continue,
        ["RATEEST"] = Continue,
        ["SECMARK"] = Continue,
        ["SET"] = Continue,
        ["TCPMSS"] = Continue,
        ["TCPOPTSTRIP"] = Continue,
        ["TEE"] = Continue,
        ["TOS"] = Continue,
        ["TRACE"] = Continue,
        ["ULOG"] = Continue,

        ["HMARK"] = Unmodelled("it computes a mark"),
        ["NETMAP"] = Unmodelled("it rewrites a whole network"),
        ["NFQUEUE"] = Unmodelled("a program decides about the packet"),
        ["QUEUE"] = Unmodelled("a program decides about the packet"),
        ["SYNPROXY"] = Unmodelled("the kernel answers in the server's place"),
        ["TPROXY"] = Unmodelled("the packet goes to a local socket"),
    };

    public static Target Parse(string name, OptionReader options)
    {
        if (!Parsers.TryGetValue(name, out Func<string, OptionReader, Target>? parse))
        {
            return options.AtEnd ? new JumpTarget(name, IsGoto: false) : new UnknownTarget(name, options.All, "this target is not modelled");
        }

        try
        {
            Target target = parse(name, options);
            return options.AtEnd ? target : new UnknownTarget(name, options.All, $"'{options.Rest}' was not understood");
        }
        catch (RuleSyntaxException e)
        {
            return new UnknownTarget(name, options.All, e.Message);
        }
    }

    private static ContinueTarget Continue(string kind, OptionReader options) => new(kind, options.TakeRest());

    private static Func<string, OptionReader, Target> Unmodelled(string why) => (kind, options) => new UnknownTarget(kind, options.TakeRest(), why);

    private static TimeToLiveTarget ParseTimeToLive(string kind, OptionReader options)
    {
        options.ExpectAny();
        TimeToLiveOperation operation = options.Name switch
        {
            "--ttl-set" or "--hl-set" => TimeToLiveOperation.Set,
            "--ttl-inc" or "--hl-inc" => TimeToLiveOperation.Increase,
            "--ttl-dec" or "--hl-dec" => TimeToLiveOperation.Decrease,
            _ => throw options.NotUnderstood(),
        };
        return new TimeToLiveTarget(kind, operation, options.Number());
    }

    private static RejectTarget ParseReject(string kind, OptionReader options)
    {
        string with = "icmp-port-unreachable";
        while (options.Next())
        {
            with = options.Name == "--reject-with" ? options.Value() : throw options.NotUnderstood();
        }

        return new RejectTarget(with);
    }

    private static NoTrackTarget NoTrack(string kind, OptionReader options)
    {
        options.Expect("--notrack");
        return new NoTrackTarget(kind);
    }

    private static Target ParseConntrack(string kind, OptionReader options) => options.Rest == "--notrack"
        ? NoTrack(kind, options)
        : new UnknownTarget(kind, options.TakeRest(), "it sets a zone, helper or time-out of the connection");
}
