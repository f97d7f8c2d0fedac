using System.Globalization;
using NetPath.Core.Conntrack;
using NetPath.Core.Diagnosis;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Rendering;

/// <summary>Writes a trace as text: what the client sees, then the way there and back with one line a hop.</summary>
public sealed class TraceText : StyledText
{
    private const int LongestEvidence = 240;

    private TraceText(int width, TextStyle style)
        : base(width, style)
    {
    }

    /// <summary>The trace as lines that are no longer than the width (60 at least).</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="style">Escape sequences; <see cref="TextStyle.Plain"/> for none.</param>
    public static string Render(PacketTrace trace, int width, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(style);
        TraceText text = new(width, style);
        text.AddTrace(trace);
        return string.Join('\n', text.Lines);
    }

    private void AddTrace(PacketTrace trace)
    {
        string target = trace.Service is null ? "" : $"{trace.Service}  ";
        Add(0, $"{PlainText.Clean(target)}{trace.Packet}", Style.Strong);
        string size = trace.Outcomes is [{ AskedSize: int bytes }, ..] ? $", packets of {bytes} bytes" : "";
        Add(0, $"from {PlainText.Clean(trace.From)} on {PlainText.Clean(trace.Node)}{size}", Style.Faint);
        AddEntries(trace);
        foreach (PathOutcome outcome in trace.Outcomes)
        {
            AddSummary(trace, outcome);
        }

        AddFurther(trace);

        if (trace.Verification is PathVerification verification)
        {
            AddVerification(verification);
        }

        // Endpoints that fare alike take the same way but for the last chain: one of each kind is enough to read, and the one that a probe took.
        foreach (PathOutcome outcome in (trace.EntryEffect == nameof(EntryEffect.Differs) ? trace.EntryOutcomes : []).DistinctBy(outcome => outcome.Disposition))
        {
            Lines.Add("");
            Add(0, "With its existing entry", Style.Strong);
            AddPath(outcome, true);
        }

        foreach (PathOutcome outcome in trace.Outcomes.OrderBy(outcome => outcome.Confirmation == nameof(HopConfirmation.NotTaken)).DistinctBy(outcome => (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom, outcome.Assumptions.Length > 0)))
        {
            Lines.Add("");
            AddPath(outcome, trace.Outcomes.Length > 1);
        }
    }

    // An entry that sends the flow elsewhere comes first: that is what happens to it.
    private void AddEntries(PacketTrace trace)
    {
        if (EntryText.Of(trace) is not string words)
        {
            return;
        }

        bool differs = trace.EntryEffect == nameof(EntryEffect.Differs);
        Add(2, PlainText.Clean(words), differs ? Style.Doubtful : Style.Faint, hang: 2);
        foreach (ConntrackEntry entry in trace.Entries)
        {
            Add(9, PlainText.Clean($"conntrack of {(entry.Namespace.Length > 0 ? entry.Namespace : trace.Node)}: {entry}{(entry.TimeOutSeconds is long seconds ? $", {seconds} s left" : "")}"), Style.Faint, hang: 2);
        }

        if (!differs)
        {
            return;
        }

        foreach (PathOutcome outcome in trace.EntryOutcomes)
        {
            AddSummary(trace, outcome);
        }

        Add(2, "A new connection:", Style.Faint);
    }

    private void AddVerification(PathVerification verification)
    {
        (string words, string colour) = verification.Result switch
        {
            nameof(VerificationResult.Confirmed) => ("Confirmed", Style.Good),
            nameof(VerificationResult.Contradicted) => ("Contradicted", Style.Bad),
            _ => ("Not fully verified", Style.Doubtful),
        };
        Add(2, $"{words}: {PlainText.Clean(verification.Reason)}", colour, hang: 7);
        Add(9, PlainText.Clean($"probe: {verification.Probe}"), Style.Faint, hang: 2);
        foreach (ConntrackTuple entry in verification.Conntrack)
        {
            Add(9, PlainText.Clean($"conntrack of {entry.Place}: {entry}"), Style.Faint, hang: 2);
        }
    }

    // What else touches the paths and is worth a look: each code once, with its first message.
    private void AddFurther(PacketTrace trace)
    {
        foreach (Finding finding in trace.Findings.Where(finding => !finding.IsCause && finding.Level > FindingSeverity.Information).DistinctBy(finding => finding.Code))
        {
            Add(2, $"{finding.Code} {finding.Severity.ToLowerInvariant()}: {finding.Message}", Style.Doubtful, hang: 7);
        }
    }

    private void AddCause(Finding cause)
    {
        Add(9, $"{cause.Code} {cause.Message}", Style.Bad, hang: 7);
        Add(16, Shortened(cause.Evidence[0].ToString()), Style.Faint, hang: 2);
        Add(16, $"fix: {cause.Remedy}", "", hang: 5);
        foreach (string command in cause.Commands)
        {
            Add(21, command, Style.Faint, hang: 2);
        }
    }

    private void AddSummary(PacketTrace trace, PathOutcome outcome)
    {
        string colour = outcome.Passed ? Style.Good : outcome.Symptom is nameof(Symptom.Connected) or nameof(Symptom.Unknown) ? Style.Doubtful : Style.Bad;
        string share = $"{Math.Round(outcome.Probability * 100, 1).ToString(CultureInfo.InvariantCulture)} %";
        string taken = outcome.Confirmation == nameof(HopConfirmation.NotTaken) ? ", not taken by the probe" : "";
        Add(2, $"{share,-7}{outcome.Endpoint}{Whose(outcome.EndpointOwner)}  {Words(outcome)}{taken}", colour, hang: 9);
        Add(9, PlainText.Clean(outcome.Reason), Style.Faint);
        if (trace.GetFindings(outcome) is [{ IsCause: true } cause, ..])
        {
            AddCause(cause);
        }
        else if (outcome.Symptom != nameof(Symptom.Connected) && Last(outcome)?.Evidence.FirstOrDefault() is Evidence evidence)
        {
            Add(9, Shortened(evidence.ToString()), Style.Faint, hang: 2);
        }

        foreach (string assumption in outcome.Assumptions)
        {
            Add(9, $"? {PlainText.Clean(assumption)}", Style.Doubtful, hang: 2);
        }

        foreach (MtuProblem problem in outcome.MtuProblems)
        {
            Add(9, PlainText.Clean($"MTU: {problem.Description}"), Style.Doubtful, hang: 2);
        }
    }

    // A line of JSON tells little to the eye; where it stands does, and the whole of it is in the hop's Evidence.
    private static string Shortened(string text) => text.Length <= LongestEvidence ? text : $"{text[..(LongestEvidence - 4)]} ...";

    // The hop at which the way ended, there or back.
    private static Hop? Last(PathOutcome outcome)
    {
        bool lostOnTheWayBack = outcome.ReplyDisposition is not null && outcome.ReplyDisposition != nameof(Disposition.Delivered);
        return (lostOnTheWayBack ? outcome.ReplyHops : outcome.Hops).LastOrDefault();
    }

    private static string Words(PathOutcome outcome)
    {
        string symptom = outcome.Symptom switch
        {
            nameof(Symptom.Connected) => "connected",
            nameof(Symptom.ConnectionRefused) => "connection refused",
            nameof(Symptom.TimedOut) => "timed out",
            nameof(Symptom.NoRouteToHost) => "no route to host",
            nameof(Symptom.NetworkUnreachable) => "network is unreachable",
            nameof(Symptom.PermissionDenied) => "permission denied",
            nameof(Symptom.InvalidArgument) => "invalid argument",
            nameof(Symptom.OperationNotPermitted) => "operation not permitted",
            nameof(Symptom.ProtocolNotAvailable) => "protocol not available",
            nameof(Symptom.NameNotResolved) => "name not resolved",
            _ => "what the client sees is not known",
        };
        string ending = outcome.ReplyDisposition is string reply and not nameof(Disposition.Delivered) ? $"{outcome.Disposition}, answer {reply}" : $"{outcome.Disposition}";
        return $"{symptom} ({ending}{(outcome.Assumptions.Length > 0 ? ", conditional" : "")})";
    }

    private void AddPath(PathOutcome outcome, bool named)
    {
        Add(0, named ? $"There, to {outcome.Endpoint}" : "There", Style.Strong);
        bool severalNodes = outcome.Hops.Concat(outcome.ReplyHops).DistinctBy(hop => hop.Node).Skip(1).Any();
        AddHops(outcome.Hops, severalNodes);
        if (outcome.ReplyHops.Length > 0)
        {
            Add(0, "Back", Style.Strong);
            AddHops(outcome.ReplyHops, severalNodes);
        }

        AddConntrack(outcome.Conntrack);
    }

    private void AddConntrack(ConntrackTuple[] entries)
    {
        if (entries.Length > 0)
        {
            Add(0, "Conntrack", Style.Strong);
        }

        string? places = null;
        foreach (ConntrackLine line in ConntrackLine.Of(entries))
        {
            if (line.Places != places)
            {
                Add(2, PlainText.Clean(places = line.Places), Style.Faint);
            }

            Add(4, line.Original, "");
            if (line.Reply is not null)
            {
                Add(4, $"{line.Reply} (reply)", "");
            }
        }
    }

    private void AddHops(Hop[] hops, bool severalNodes)
    {
        (string Place, string Node) here = ("", "");
        foreach (Hop hop in hops.Where(hop => !hop.IsDetail || IsContradicted(hop)))
        {
            if ((hop.Place, hop.Node) != here)
            {
                here = (hop.Place, hop.Node);
                Add(1, PlainText.Clean(severalNodes && hop.Place != hop.Node ? $"{hop.Place} on {hop.Node}" : hop.Place), Style.Faint);
            }

            AddHop(hop);
        }
    }

    // Where nothing but the node's own names are known, the lines below the address tell them already.
    private static string Whose(AddressOwner? owner) => owner?.Namespace is null ? "" : $" ({PlainText.Clean(owner.ToString())})";

    private static string Description(Hop hop) => hop.Before.DestinationAddress != hop.After.DestinationAddress ? $"{hop.Description}{Whose(hop.DestinationOwner)}"
        : hop.Before.SourceAddress != hop.After.SourceAddress && !hop.Before.SourceAddress.IsUnspecified() ? $"{hop.Description}{Whose(hop.SourceOwner)}"
        : hop.Description;

    private void AddHop(Hop hop)
    {
        string prefix = $"{Mark(hop)} {hop.Layer} {TextColumns.Fit(PlainText.Clean(hop.Owner), OwnerWidth),-OwnerWidth} ";
        string[] lines = [.. TextColumns.Wrap(PlainText.Clean(Description(hop)), Width - prefix.Length)];
        for (int i = 0; i < lines.Length; i++)
        {
            string colour = IsContradicted(hop) ? Style.Bad : hop.Rewrites ? Style.Good : "";
            Lines.Add($"{(i == 0 ? Styled(prefix, Style.Faint) : new string(' ', prefix.Length))}{Styled(lines[i], colour)}");
        }

        foreach (string line in IsContradicted(hop) ? hop.KernelEvidence : [])
        {
            Add(prefix.Length, $"kernel: {PlainText.Clean(line)}", Style.Bad, hang: 2);
        }
    }

    // What the kernel's own trace said of the hop; nothing where it was not asked.
    private static char Mark(Hop hop) => IsContradicted(hop) ? '!' : hop.Confirmation == nameof(HopConfirmation.Confirmed) ? '+' : ' ';

    private static bool IsContradicted(Hop hop) => hop.Confirmation == nameof(HopConfirmation.Contradicted);
}
