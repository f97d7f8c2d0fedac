using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots;

/// <summary>What the collector wrote down about one file: which command made it, and how that went.</summary>
/// <param name="Path">The part of the snapshot, such as <c>host/netfilter/iptables-nft-save.txt</c>.</param>
/// <param name="Command">The command line that printed it, or the file under /proc that was read.</param>
/// <param name="ExitCode">Exit code of the command: 0 is success, 127 a command that the node does not have; null when nothing ran.</param>
/// <param name="DurationMilliseconds">How long the command ran, in milliseconds.</param>
/// <param name="StandardError">What the command printed as errors; empty when nothing.</param>
/// <param name="Skipped">Why the file was left out on purpose; null when it was not.</param>
public sealed record CollectedFile(string Path, string Command, int? ExitCode, long DurationMilliseconds, string StandardError, string? Skipped)
{
    /// <summary>True when the command ran and ended with another exit code than 0: what it printed may be a part only.</summary>
    public bool Failed => ExitCode is not (null or 0);

    /// <summary>Why the file cannot be used, as a clause without a full stop; null when it can.</summary>
    internal string? Reason
    {
        get
        {
            if (Skipped is not null)
            {
                return PlainText.Clean(Skipped);
            }

            if (!Failed)
            {
                return null;
            }

            string error = PlainText.Clean(string.Join("; ", StandardError.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
            string outcome = ExitCode == 127 ? $"the command '{Command}' is not there" : $"'{Command}' ended with exit code {ExitCode}";
            return error.Length == 0 ? outcome : $"{outcome}: {error.TrimEnd('.')}";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Reason is null ? $"{Path} ({Command})" : $"{Path}: {Reason}";
}
