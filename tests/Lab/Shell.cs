using System.Diagnostics;
using System.Text;

namespace NetPath.Lab;

/// <summary>What a command did.</summary>
/// <param name="ExitCode">Its exit code; 128 and more where a signal ended it.</param>
/// <param name="Output">The bytes on its standard output.</param>
/// <param name="Error">The text on its standard error.</param>
public sealed record Shell(int ExitCode, byte[] Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="TimeoutException">It did not end within two minutes, and was killed.</exception>
    public static Shell Run(params string[] command) => Run(command, new Dictionary<string, string>());

    /// <summary>Runs a command to its end, with environment variables of its own and a file as standard input.</summary>
    public static Shell Run(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string? inputFile = null)
    {
        using Process process = Start(command, environment);
        using MemoryStream output = new();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> complaints = process.StandardError.ReadToEndAsync();
        Feed(process, inputFile);
        return End(process, command, output, reading, complaints);
    }

    private static Shell End(Process process, IReadOnlyList<string> command, MemoryStream output, Task reading, Task<string> complaints)
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', command)}' did not end within {Patience}.");
        }

        Task.WaitAll(reading, complaints);
        return new Shell(process.ExitCode, output.ToArray(), complaints.Result);
    }

    /// <summary>Runs a command to its end, with text as its standard input.</summary>
    public static Shell RunWith(IReadOnlyList<string> command, string input)
    {
        using Process process = Start(command, new Dictionary<string, string>());
        using MemoryStream output = new();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> complaints = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended without reading all of it; its exit code tells why.
        }

        return End(process, command, output, reading, complaints);
    }

    /// <summary>True when a program of that name is on the search path.</summary>
    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts a command; its three streams are pipes, and the caller ends it.</summary>
    public static Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (KeyValuePair<string, string> variable in environment)
        {
            start.Environment[variable.Key] = variable.Value;
        }

        return Process.Start(start)!;
    }

    /// <summary>This result, or an exception that shows the complaint when the command failed.</summary>
    public Shell OrFail() => ExitCode == 0 ? this : throw new InvalidOperationException($"exit code {ExitCode}: {Error}");

    private static void Feed(Process process, string? inputFile)
    {
        try
        {
            if (inputFile is not null)
            {
                using FileStream file = File.OpenRead(inputFile);
                file.CopyTo(process.StandardInput.BaseStream);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended without reading all of it; its exit code tells why.
        }
    }
}
