using System.Text;
using NetPath.Core.KernelTracing;
using NetPath.Core.KernelTracing.Logs;

namespace NetPath.Fuzz.Targets;

/// <summary>The kernel's packet trace as text: its log, the journal, <c>nft monitor trace</c> and xtables-monitor.</summary>
internal static class TraceLog
{
    /// <summary>Reads line by line; a damaged line is reported and passed over, so that there is no error of its own.</summary>
    public static string? Read(byte[] input)
    {
        List<TraceLogProblem> problems = [];
        TraceLogReader reader = new("kern.log", problems.Add);
        PacketGrouping packets = new();
        foreach (string line in Encoding.UTF8.GetString(input).Split('\n'))
        {
            if (reader.Read(line) is KernelTraceEvent step)
            {
                packets.Add(step);
                _ = packets.TakeClosed().Count();
            }
        }

        return problems.Count == 0 ? null : string.Join('\n', problems);
    }
}
