using System.Text.RegularExpressions;
using NetPath.Core.Tracing;

namespace NetPath.Lab.TwoNodes;

/// <summary>What a client of the two nodes saw.</summary>
/// <param name="Symptom">How it ended.</param>
/// <param name="Server">The host name of the one that answered; null when nobody did.</param>
/// <param name="Source">The client's address as the server saw it.</param>
/// <param name="ClientPort">The client's own port.</param>
/// <param name="Text">The words of the server, or of the client's system.</param>
public sealed record Answer(Symptom Symptom, string? Server, string? Source, int? ClientPort, string Text)
{
    /// <summary>Reads what ask.pl printed.</summary>
    internal static Answer Read(Shell run)
    {
        if (run.ExitCode != 0)
        {
            return new Answer(Complaint.SymptomOf(run.Error), null, null, null, run.Error);
        }

        Match answer = Regex.Match(run.Text, @"^(?<server>\S+) sees (?<source>\S+) at port \d+\nfrom port (?<port>\d+)$", RegexOptions.Multiline);
        return answer.Success
            ? new Answer(Symptom.Connected, answer.Groups["server"].Value, answer.Groups["source"].Value, int.Parse(answer.Groups["port"].Value), run.Text)
            : new Answer(Symptom.Unknown, null, null, null, run.Text);
    }
}
