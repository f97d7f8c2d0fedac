using System.Globalization;
using System.Text;
using NetPath.Bench.Machine;

namespace NetPath.Bench.Measures;

/// <summary>
/// From nothing to an answer: in a fresh process the module is imported, the lab's node is collected, and a packet is traced. The clock in the process
/// starts before the import and stops when the trace is there; the time of the whole process has the start of .NET and PowerShell in it too.
/// </summary>
internal static class LabMeasure
{
    private const double MostMilliseconds = 1_000;

    public static void Run(BenchOptions options, Report report)
    {
        report.Section("A snapshot of the lab node taken and traced, in a fresh process each time");
        try
        {
            string repository = Repository.Find();
            string module = Path.Combine(repository, "out", "NetPath", "NetPath.psd1");
            if (!File.Exists(module))
            {
                throw new MachineException($"there is no module in {Path.GetDirectoryName(module)}; './build.sh build' makes it");
            }

            string shell = Text(CommandRun.Of("sh", [Path.Combine(repository, "tools", "PowerShellHost", "launch.sh"), "--which"])).Trim();
            using LabNode lab = LabNode.Up(repository);
            Measure(shell, Script(module, lab.Prefix), options.Rounds, report);
        }
        catch (MachineException e)
        {
            report.Note($"not measured: {e.Message}");
        }
    }

    private static void Measure(string shell, string script, int rounds, Report report)
    {
        Samples process = new();
        Samples inside = new();
        for (int round = 0; round < rounds; round++)
        {
            CommandRun run = CommandRun.Of(shell, shell == "pwsh" ? ["-NoProfile", "-Command", script] : ["-Command", script]);
            string[] words = Text(run).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is not [string milliseconds, "Connected"])
            {
                throw new MachineException($"the trace should say that the client is connected, and says: {Text(run).Trim()}");
            }

            inside.Add(TimeSpan.FromMilliseconds(double.Parse(milliseconds, CultureInfo.InvariantCulture)));
            process.Add(run.Elapsed);
        }

        report.Add(Figure.Milliseconds($"import, snapshot and trace (median of {rounds}; {inside.Least:N0} to {inside.Most:N0})", inside.Median, MostMilliseconds));
        report.Add(Figure.Milliseconds($"the whole process (median of {rounds}; {process.Least:N0} to {process.Most:N0})", process.Median));
    }

    private static string Script(string module, string prefix) => $$"""
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Import-Module '{{module.Replace("'", "''", StringComparison.Ordinal)}}' -ErrorAction Stop
        $trace = Get-NodeSnapshot -NetworkNamespace {{prefix}}-node | Trace-ServicePacket numbers-api -From client
        "$($clock.ElapsedMilliseconds) $($trace.Symptom)"
        """;

    private static string Text(CommandRun run) => Encoding.UTF8.GetString(run.Output.Span);
}
