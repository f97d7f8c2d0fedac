using System.Diagnostics;

namespace NetPath.Bench.Machine;

/// <summary>Runs a command and reads what it prints through a pipe, while it runs.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Elapsed">From the start to the command's end, with all output read.</param>
internal sealed record CommandRun(ReadOnlyMemory<byte> Output, TimeSpan Elapsed)
{
    /// <exception cref="MachineException">It could not be started, or failed; says how.</exception>
    public static CommandRun Of(string command, IEnumerable<string> arguments, ReadOnlyMemory<byte> input = default)
    {
        ProcessStartInfo start = new(command, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using MemoryStream output = new(64 << 20);
        long begin = Stopwatch.GetTimestamp();
        using Process process = Start(start);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output, 1 << 16);
        Feed(process, input);
        reading.Wait();
        process.WaitForExit();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        return process.ExitCode == 0
            ? new CommandRun(output.GetBuffer().AsMemory(0, (int)output.Length), elapsed)
            : throw new MachineException($"{command} {string.Join(' ', start.ArgumentList)} ended with exit code {process.ExitCode}: {errors.Result.Trim()}");
    }

    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new MachineException($"{start.FileName} could not be started: {e.Message}");
        }
    }

    private static void Feed(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input.Span);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code and message tell why.
        }
    }
}
