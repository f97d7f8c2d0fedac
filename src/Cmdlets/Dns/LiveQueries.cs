using System.Diagnostics;
using System.Management.Automation;
using NetPath.Core.Dns;
using NetPath.Linux.Verification;

namespace NetPath.Cmdlets.Dns;

/// <summary>Asks name servers from a pod's namespace for a cmdlet, beside the pipeline's thread.</summary>
internal sealed class LiveQueries(Cmdlet cmdlet)
{
    private const int ActivityId = 7121;

    // Three silent servers, asked twice for two names, would take 64 seconds of a program's time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The resolution with what really came back.</summary>
    /// <exception cref="NetPathException">The namespace cannot be entered; becomes an error record by itself.</exception>
    public ServiceNameResolution Ask(NameResolver resolver, ServiceNameResolution expected, NameRequest request, CancellationToken cancellation)
    {
        StoppableWork work = new(cmdlet, ActivityId, $"Asking for {request.Name} from {expected.From}");
        try
        {
            return work.Run(
                tell =>
                {
                    QueryPace pace = new(Patience, tell, NameServers.Ask, cancellation);
                    return LiveNamespaceRun.In(resolver.Client, "-Query", () => resolver.Query(expected, request, pace.Ask));
                },
                cancellation);
        }
        catch (VerificationException error)
        {
            throw Errors.ToException(Errors.NotQueried(error, expected));
        }
    }

    /// <summary>Keeps the whole within its time.</summary>
    private sealed class QueryPace(TimeSpan patience, Action<string> tell, Func<NameQuestion, NameReply> ask, CancellationToken cancellation)
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private NameQuestion? _silent;

        public NameReply Ask(NameQuestion question)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(_start) > patience)
            {
                return new NameReply { Answer = NameAnswer.NoReply, Reason = "not sent", ResponseCode = $"not sent after {patience.TotalSeconds} s", DurationMilliseconds = 0 };
            }

            tell($"{question.Name} {question.Type} at {question.Server}");
            // A resolver sends both questions at once and waits for both together: the second has waited already when the first was not answered.
            bool waited = _silent is not null && _silent.Name == question.Name && _silent.Server == question.Server && _silent.Type != question.Type;
            NameReply reply = ask(waited ? question with { TimeoutSeconds = 1 } : question);
            _silent = reply.Answer == NameAnswer.NoReply && !waited ? question : null;
            return reply;
        }
    }
}
