using NetPath.Core.Packets;

namespace NetPath.Core.Dns;

/// <summary>
/// Looks a name up as a resolver does: which name, which server and how often depends on the answers. Who answers is up to the caller: a snapshot, or the
/// servers themselves. glibc: __res_context_search() and __libc_res_nsend() in resolv/; musl: name_from_dns_search() and __res_msend_rc() in src/network/.
/// </summary>
internal sealed class ResolverRun
{
    // MAXNS of both libraries.
    private const int MostServers = 3;

    private static readonly IpAddress Loopback = IpAddress.Parse("127.0.0.1");

    private readonly ResolverConfiguration _configuration;
    private readonly ResolverLibrary _library;
    private readonly IReadOnlyList<DnsRecordType> _types;
    private readonly Func<NameQuestion, NameReply> _ask;
    private readonly List<AskedName> _asked = [];
    private int _seconds;

    private ResolverRun(ResolverConfiguration configuration, ResolverLibrary library, IReadOnlyList<DnsRecordType> types, Func<NameQuestion, NameReply> ask)
    {
        (_configuration, _library, _types, _ask) = (configuration, library, types, ask);
        Servers = ServersOf(configuration);
    }

    /// <summary>The servers that a resolver asks: no more than three, and this machine's own when resolv.conf names none.</summary>
    public static IReadOnlyList<IpAddress> ServersOf(ResolverConfiguration configuration) =>
        configuration.Nameservers.Count == 0 ? [Loopback] : [.. configuration.Nameservers.Take(MostServers)];

    /// <summary>True when every query goes by TCP: musl does not know use-vc.</summary>
    public static bool AsksByTcp(ResolverConfiguration configuration, ResolverLibrary library) => configuration.UsesTcp && library == ResolverLibrary.Glibc;

    private IReadOnlyList<IpAddress> Servers { get; }

    /// <summary>Looks a name up.</summary>
    /// <returns>Everything that was asked, how it ended, and after how many seconds of waiting.</returns>
    public static (IReadOnlyList<AskedName> Asked, NameAnswer End, int WaitSeconds) Of(
        string name,
        ResolverConfiguration configuration,
        ResolverLibrary library,
        IReadOnlyList<DnsRecordType> types,
        Func<NameQuestion, NameReply> ask)
    {
        ResolverRun run = new(configuration, library, types, ask);
        NameAnswer end = run.Search(SearchSequence.Of(name, configuration, library));
        return (run._asked, end, run._seconds);
    }

    private NameAnswer Search(IReadOnlyList<CandidateName> candidates)
    {
        NameAnswer last = NameAnswer.NotFound;
        bool unknown = false;
        bool noData = false;
        for (int index = 0; index < candidates.Count; index++)
        {
            last = Ask(candidates[index]);
            unknown |= last == NameAnswer.Unknown;
            noData |= last == NameAnswer.NoData;
            switch (Next(last, candidates[index], index == 0))
            {
                case Step.Ends:
                    return last;
                case Step.SkipsToLast:
                    index = Math.Max(index, candidates.Count - 2);
                    break;
            }
        }

        return last is NameAnswer.NoReply or NameAnswer.Rejected or NameAnswer.ServerFailure ? last
            : unknown ? NameAnswer.Unknown
            : noData ? NameAnswer.NoData
            : NameAnswer.NotFound;
    }

    private Step Next(NameAnswer answer, CandidateName candidate, bool first)
    {
        if (answer == NameAnswer.Found)
        {
            return Step.Ends;
        }

        if (_library == ResolverLibrary.Musl)
        {
            return answer is NameAnswer.NotFound or NameAnswer.Unknown ? Step.GoesOn : Step.Ends;
        }

        // glibc: the name as it was typed, tried first, leaves the search list to be tried whatever came of it.
        bool beforeTheList = first && candidate.Domain is null;
        return answer switch
        {
            NameAnswer.Rejected when !beforeTheList => Step.Ends,
            // "Anything else implies that we're done", but for the name as it was typed.
            NameAnswer.NoReply when !beforeTheList => Step.SkipsToLast,
            _ => Step.GoesOn,
        };
    }

    private NameAnswer Ask(CandidateName candidate) => _library == ResolverLibrary.Musl ? AskAllAtOnce(candidate) : AskInTurn(candidate);

    private NameAnswer AskInTurn(CandidateName candidate)
    {
        NameAnswer worst = NameAnswer.Rejected;
        int attempts = _configuration.UsesTcp ? 1 : _configuration.Attempts;
        for (int attempt = 1; attempt <= attempts; attempt++)
        {
            for (int server = 0; server < Servers.Count; server++)
            {
                NameAnswer answer = AskServer(candidate, Servers[server], attempt, Timeout(server));
                if (answer is NameAnswer.Found or NameAnswer.NoData or NameAnswer.NotFound or NameAnswer.Unknown)
                {
                    return answer;
                }

                worst = answer == NameAnswer.Rejected ? worst : worst == NameAnswer.ServerFailure ? worst : answer;
            }
        }

        return worst;
    }

    // send_dg() doubles the time for each server that is further down the list, and divides it by their number.
    private int Timeout(int server) => server == 0 ? _configuration.TimeoutSeconds : Math.Max((_configuration.TimeoutSeconds << server) / Servers.Count, 1);

    private NameAnswer AskAllAtOnce(CandidateName candidate)
    {
        int interval = Math.Max(_configuration.TimeoutSeconds / _configuration.Attempts, 1);
        NameAnswer last = NameAnswer.NoReply;
        for (int attempt = 1; attempt <= _configuration.Attempts; attempt++)
        {
            int start = _seconds;
            NameAnswer[] answers = [.. Servers.Select(server =>
            {
                _seconds = start;
                return AskServer(candidate, server, attempt, interval);
            })];
            _seconds = start;
            foreach (NameAnswer answer in answers)
            {
                if (answer is NameAnswer.Found or NameAnswer.NoData or NameAnswer.NotFound or NameAnswer.Unknown)
                {
                    return answer;
                }
            }

            // Its sockets are not connected: no error of the network reaches them.
            last = answers.Contains(NameAnswer.ServerFailure) ? NameAnswer.ServerFailure : NameAnswer.NoReply;
            _seconds += interval;
        }

        return last;
    }

    private NameAnswer AskServer(CandidateName candidate, IpAddress server, int attempt, int timeout)
    {
        List<NameAnswer> answers = [];
        foreach (DnsRecordType type in _types)
        {
            NameQuestion question = new(candidate.Name, type, server, AsksByTcp(_configuration, _library), timeout);
            NameReply reply = _ask(question);
            _asked.Add(new AskedName(candidate, question, reply, attempt, _seconds));
            answers.Add(reply.Answer);
        }

        NameAnswer[] best = [NameAnswer.Found, NameAnswer.ServerFailure, NameAnswer.NoReply, NameAnswer.Rejected, NameAnswer.Unknown, NameAnswer.NoData, NameAnswer.NotFound];
        NameAnswer result = best.First(answers.Contains);
        _seconds += answers.Contains(NameAnswer.NoReply) ? timeout : 0;
        return result;
    }

    private enum Step
    {
        GoesOn,
        SkipsToLast,
        Ends,
    }
}
