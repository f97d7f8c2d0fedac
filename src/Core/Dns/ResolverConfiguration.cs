using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>What resolv.conf tells the resolver of programs in a namespace, read as resolv.conf(5) defines it.</summary>
public sealed class ResolverConfiguration
{
    private const int MaximalNdots = 15;
    private const int MaximalTimeout = 30;
    private const int MaximalAttempts = 5;

    /// <summary>The servers that are asked, in this order. glibc uses the first three.</summary>
    public IReadOnlyList<IpAddress> Nameservers { get; private init; } = [];

    /// <summary>The domains that a short name is tried with, in this order.</summary>
    public IReadOnlyList<string> Search { get; private init; } = [];

    /// <summary>A name with at least this many dots is tried as it is first; 1 unless set, at most 15. Kubernetes sets 5.</summary>
    public int Ndots { get; private init; } = 1;

    /// <summary>How long glibc waits for a server's answer before it asks the next, in seconds; 5 unless set, at most 30.</summary>
    public int TimeoutSeconds { get; private init; } = 5;

    /// <summary>How often each server is asked before the resolver gives up; 2 unless set, at most 5.</summary>
    public int Attempts { get; private init; } = 2;

    /// <summary>True when glibc begins with another server each time (<c>rotate</c>).</summary>
    public bool Rotates => Has("rotate");

    /// <summary>True when glibc asks for A and AAAA one after the other (<c>single-request</c>, <c>single-request-reopen</c>), and not at once from one socket.</summary>
    public bool AsksOneByOne => Has("single-request") || Has("single-request-reopen");

    /// <summary>True when glibc asks over TCP (<c>use-vc</c>).</summary>
    public bool UsesTcp => Has("use-vc");

    /// <summary>True when glibc does not ask for a name without dots as it is (<c>no-tld-query</c>).</summary>
    public bool SkipsTopLevelQuery => Has("no-tld-query");

    /// <summary>All options as they stand there, such as <c>ndots:5</c>.</summary>
    public IReadOnlyList<string> Options { get; private init; } = [];

    /// <summary>The lines that say so.</summary>
    public IReadOnlyList<Evidence> Evidence { get; private init; } = [];

    /// <summary>Lines that a resolver passes over: unknown keywords, keywords that do not begin the line, servers that are no address.</summary>
    public IReadOnlyList<Evidence> Unparsed { get; private init; } = [];

    /// <summary>Reads a resolv.conf. It cannot fail: a resolver too passes over what it does not know.</summary>
    public static ResolverConfiguration Parse(SnapshotPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        List<IpAddress> servers = [];
        List<string> options = [];
        List<string> search = [];
        List<Evidence> evidence = [];
        List<Evidence> unparsed = [];
        foreach ((int number, string text) in PartLines.Of(part))
        {
            if (!string.IsNullOrWhiteSpace(text) && text[0] is not ('#' or ';'))
            {
                bool known = ReadLine(text, servers, search, options);
                (known ? evidence : unparsed).Add(PartLines.Evidence(part, number, text));
            }
        }

        return new ResolverConfiguration
        {
            Nameservers = servers,
            Search = search.ConvertAll(PlainText.Clean),
            Options = options.ConvertAll(PlainText.Clean),
            Ndots = ReadNumber(options, "ndots:", 1, MaximalNdots),
            TimeoutSeconds = Math.Max(ReadNumber(options, "timeout:", 5, MaximalTimeout), 1),
            Attempts = Math.Max(ReadNumber(options, "attempts:", 2, MaximalAttempts), 1),
            Evidence = evidence,
            Unparsed = unparsed,
        };
    }

    /// <summary>Takes in one line; false when a resolver passes over it. A keyword counts only where the line begins with it.</summary>
    private static bool ReadLine(string text, List<IpAddress> servers, List<string> search, List<string> options)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        switch (char.IsWhiteSpace(text[0]) ? "" : words[0])
        {
            case "nameserver" when words.Length > 1 && TryServer(words[1], out IpAddress server):
                servers.Add(server);
                return true;
            case "search" or "domain":
                // They replace each other, and the last one counts; "domain" names just one.
                search.Clear();
                search.AddRange(words.Skip(1).Take(words[0] == "domain" ? 1 : int.MaxValue));
                return true;
            case "options":
                options.AddRange(words.Skip(1));
                return true;
            case "sortlist":
                return true;
            default:
                return false;
        }
    }

    /// <summary>A link-local server has its interface behind a percent sign.</summary>
    private static bool TryServer(string text, out IpAddress server) => IpAddress.TryParse(text.Split('%')[0], out server);

    private bool Has(string option) => Options.Contains(option, StringComparer.Ordinal);

    // The last one counts, and a value that is too large counts as the largest.
    private static int ReadNumber(List<string> options, string key, int otherwise, int largest)
    {
        int number = otherwise;
        foreach (string option in options)
        {
            if (option.StartsWith(key, StringComparison.Ordinal) && int.TryParse(option.AsSpan(key.Length), out int value) && value >= 0)
            {
                number = Math.Min(value, largest);
            }
        }

        return number;
    }
}
