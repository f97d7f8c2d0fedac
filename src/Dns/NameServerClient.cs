using System.Diagnostics;
using System.Net;
using DnsClient;
using DnsClient.Protocol;
using NetPath.Core.Dns;

namespace NetPath.Dns;

/// <summary>
/// Asks name servers. Each question opens its own socket, on the thread that asks, and so in the network namespace that this thread has entered: the client
/// is used synchronously, and keeps no socket from one question to the next.
/// </summary>
public static class NameServerClient
{
    private const int Port = 53;

    /// <summary>Sends one question and waits for its answer, no longer than the question says.</summary>
    public static NameReply Ask(NameQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        LookupClient client = new(new LookupClientOptions(new IPEndPoint(question.Server.ToIPAddress(), Port))
        {
            // One try each: the order of tries is the resolver's that is imitated.
            Retries = 0,
            Timeout = TimeSpan.FromSeconds(question.TimeoutSeconds),
            UseCache = false,
            UseTcpOnly = question.Tcp,
            UseTcpFallback = true,
            ThrowDnsErrors = false,
            ContinueOnDnsError = false,
            ContinueOnEmptyResponse = false,
            UseRandomNameServer = false,
        });
        long start = Stopwatch.GetTimestamp();
        try
        {
            IDnsQueryResponse response = client.Query(new DnsQuestion($"{question.Name}.", (QueryType)(int)question.Type));
            return Read(question, response, Elapsed(start));
        }
        catch (DnsResponseException error)
        {
            return Failed(question, error, Elapsed(start));
        }
    }

    private static double Elapsed(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);

    private static NameReply Read(NameQuestion question, IDnsQueryResponse response, double milliseconds)
    {
        DnsRecord[] records = [.. response.Answers.Select(Record).OfType<DnsRecord>()];
        DnsHeaderResponseCode code = response.Header.ResponseCode;
        NameAnswer answer = code switch
        {
            // A CNAME alone is an answer too: the name exists, and the server went no further.
            DnsHeaderResponseCode.NoError => records.Length > 0 ? NameAnswer.Found : NameAnswer.NoData,
            DnsHeaderResponseCode.NotExistentDomain => NameAnswer.NotFound,
            _ => NameAnswer.ServerFailure,
        };
        string text = code switch
        {
            DnsHeaderResponseCode.NoError => "NOERROR",
            DnsHeaderResponseCode.NotExistentDomain => "NXDOMAIN",
            DnsHeaderResponseCode.ServerFailure => "SERVFAIL",
            DnsHeaderResponseCode.NotImplemented => "NOTIMP",
            DnsHeaderResponseCode.FormatError => "FORMERR",
            _ => code.ToString().ToUpperInvariant(),
        };
        return new NameReply { Answer = answer, Records = records, Reason = $"{question.Server} answered {text}", ResponseCode = text, DurationMilliseconds = milliseconds };
    }

    private static NameReply Failed(NameQuestion question, DnsResponseException error, double milliseconds)
    {
        bool timedOut = error.Code == DnsResponseCode.ConnectionTimeout;
        string what = timedOut ? "timed out" : error.InnerException?.Message ?? error.Message;
        return new NameReply
        {
            Answer = timedOut ? NameAnswer.NoReply : NameAnswer.Rejected,
            Reason = $"{question.Server}: {what}",
            ResponseCode = what,
            DurationMilliseconds = milliseconds,
        };
    }

    private static DnsRecord? Record(DnsResourceRecord record)
    {
        string name = Bare(record.DomainName);
        return record switch
        {
            AddressRecord address => new DnsRecord(name, record.RecordType.ToString(), address.Address.ToString()),
            CNameRecord alias => new DnsRecord(name, nameof(DnsRecordType.CNAME), Bare(alias.CanonicalName)),
            SrvRecord service => new DnsRecord(name, nameof(DnsRecordType.SRV), $"{service.Priority} {service.Weight} {service.Port} {Bare(service.Target)}"),
            _ => null,
        };
    }

    private static string Bare(DnsString name) => name.Value.TrimEnd('.');
}
