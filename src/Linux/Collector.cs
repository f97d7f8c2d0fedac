using System.Diagnostics;
using NetPath.Core.Snapshots;

namespace NetPath.Linux;

/// <summary>Runs netpath-collect.sh on this machine and reads the snapshot from its output while it runs.</summary>
public static class Collector
{
    /// <summary>The script's file name; it lies beside the module's assembly.</summary>
    public const string ScriptName = "netpath-collect.sh";

    /// <summary>What <see cref="NodeSnapshot.Source"/> says of a snapshot taken here.</summary>
    public const string Source = "this machine";

    private const string Shell = "/bin/sh";

    /// <summary>Takes a snapshot of this machine.</summary>
    /// <param name="script">Path of the script.</param>
    /// <param name="options">What to read.</param>
    /// <param name="progress">Told the path of each part when it is about to be read.</param>
    /// <param name="cancellation">Ends the script and all that it started, within a second.</param>
    /// <exception cref="CollectorException">This is not Linux, the script is missing, or it failed.</exception>
    public static NodeSnapshot Collect(string script, CollectorOptions options, Action<string>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsLinux())
        {
            throw new CollectorException("Only a Linux machine can be read. Give a snapshot of a node with -Snapshot.");
        }

        if (!File.Exists(script))
        {
            throw new CollectorException($"The collector '{script}' is missing, so this machine cannot be read. Install the module again, or give a snapshot with -Snapshot.");
        }

        using Process process = Start(script, options);
        ErrorText errors = new(process);
        using CancellationTokenRegistration registration = cancellation.Register(() => ProcessTree.End(process));
        try
        {
            return Read(process, errors, progress, cancellation);
        }
        finally
        {
            ProcessTree.End(process);
        }
    }

    private static Process Start(string script, CollectorOptions options)
    {
        ProcessStartInfo start = new(Shell)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(script);
        foreach (string argument in options.ToArguments())
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new CollectorException($"'{Shell}' could not be started, so this machine cannot be read: {error.Message}", error);
        }
    }

    private static NodeSnapshot Read(Process process, ErrorText errors, Action<string>? progress, CancellationToken cancellation)
    {
        NodeSnapshot? snapshot = null;
        SnapshotFormatException? unreadable = null;
        try
        {
            snapshot = SnapshotArchive.Read(process.StandardOutput.BaseStream, Source, null, progress, cancellation);
        }
        catch (SnapshotFormatException error)
        {
            // A script that failed left nothing to read, and its own words say more.
            unreadable = error;
            process.StandardOutput.Close();
        }

        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0 || snapshot is null)
        {
            string said = errors.Text.Length > 0 ? errors.Text : unreadable?.Message ?? "It gave no reason.";
            throw new CollectorException($"The collector ended with exit code {process.ExitCode}: {said}", unreadable);
        }

        return snapshot;
    }
}
