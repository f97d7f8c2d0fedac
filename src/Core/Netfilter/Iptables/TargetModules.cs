using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>The targets (-j) that NetPath knows. A name that is not listed is a chain, or, with options behind it, unknown.</summary>
internal static class TargetModules
{
    private const string UnsupportedRevision = "[unsupported revision]";

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
        ["TPROXY"] = MarkTargetParser.ParseTransparentProxy,
        ["NETMAP"] = NatTargetParser.ParseNetworkMap,
        ["CT"] = ConntrackTargetParser.Parse,
        ["HL"] = HeaderTargetParser.ParseTimeToLive,
        ["TTL"] = HeaderTargetParser.ParseTimeToLive,
        ["TOS"] = HeaderTargetParser.ParseTypeOfService,
        ["DSCP"] = HeaderTargetParser.ParseCodePoint,
        ["ECN"] = HeaderTargetParser.ParseCongestion,
        ["SET"] = ParseSet,
        ["NFQUEUE"] = ParseQueue,
        ["QUEUE"] = ParseQueue,
        ["SYNPROXY"] = (_, options) => new SynProxyTarget(options.TakeRest()),
        ["NOTRACK"] = (kind, _) => new NoTrackTarget(kind),

        ["AUDIT"] = Continue,
        ["CHECKSUM"] = Continue,
        ["CLASSIFY"] = Continue,
        ["CONNSECMARK"] = Continue,
        ["IDLETIMER"] = Continue,
        ["LED"] = Continue,
        ["LOG"] = Continue,
        ["NFLOG"] = Continue,
        ["RATEEST"] = Continue,
        ["SECMARK"] = Continue,
        ["TCPMSS"] = Continue,
        ["TCPOPTSTRIP"] = Continue,
        ["TEE"] = Continue,
        ["TRACE"] = Continue,
        ["ULOG"] = Continue,

        ["HMARK"] = Unmodelled("it computes a mark"),
    };

    public static Target Parse(string name, OptionReader options)
    {
        if (!Parsers.TryGetValue(name, out Func<string, OptionReader, Target>? parse))
        {
            return options.AtEnd ? new JumpTarget(name, IsGoto: false) : new UnknownTarget(name, options.All, "this target is not modelled");
        }

        if (options.Rest.StartsWith(UnsupportedRevision, StringComparison.Ordinal) && parse != Continue)
        {
            return new UnknownTarget(name, options.TakeRest(), "iptables-save is older than the rule and could not print what it does");
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

    private static RejectTarget ParseReject(string kind, OptionReader options)
    {
        string with = "";
        while (options.Next())
        {
            with = options.Name == "--reject-with" ? RejectTarget.FullName(options.Value()) : throw options.NotUnderstood();
        }

        return new RejectTarget(with);
    }

    // A program that reads an unknown option of the future may do anything: the text is kept, the verdict is the program's in any case.
    private static QueueTarget ParseQueue(string kind, OptionReader options)
    {
        string all = options.TakeRest();
        return new QueueTarget(kind, all, all.Split(' ').Contains("--queue-bypass"));
    }

    private static Target ParseSet(string kind, OptionReader options)
    {
        string all = options.All;
        List<string> sets = [];
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--add-set" or "--del-set":
                    sets.Add(options.Value());
                    options.Value();
                    break;
                case "--timeout":
                    options.Value();
                    break;
                case "--exist":
                    break;
                case "--map-set":
                    options.TakeRest();
                    return new UnknownTarget(kind, all, "it takes the mark from the set's entry");
                default:
                    throw options.NotUnderstood();
            }
        }

        return sets.Count > 0 ? new SetTarget(sets, all) : throw OptionReader.Bad("it names no set");
    }
}
