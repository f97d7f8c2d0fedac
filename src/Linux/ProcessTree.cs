using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NetPath.Linux;

/// <summary>
/// Ends a process that this one started, with all that it started. First by SIGTERM, so that a script can remove its temporary files;
/// by SIGKILL when that takes too long.
/// </summary>
internal static partial class ProcessTree
{
    private const int SigTerm = 15;

    /// <summary>A cancelled cmdlet must be gone within a second.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(600);

    /// <summary>Ends the process and its descendants; does nothing when it has ended.</summary>
    public static void End(Process process)
    {
        try
        {
            if (process.HasExited)
            {
                return;
            }

            // The shell first: it notes the signal, and runs its trap once the command that it waits for has died of its own.
            foreach (int id in Descendants(process.Id).Prepend(process.Id))
            {
                _ = Kill(id, SigTerm);
            }

            if (!process.WaitForExit(Grace))
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
        }
    }

    private static List<int> Descendants(int root)
    {
        ILookup<int, int> children = Parents().ToLookup(pair => pair.Parent, pair => pair.Id);
        List<int> found = [];
        Queue<int> open = new([root]);
        while (open.TryDequeue(out int parent))
        {
            foreach (int child in children[parent])
            {
                found.Add(child);
                open.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>Reads each process's parent: the second word behind the closing parenthesis in /proc/PID/stat (proc_pid_stat(5)).</summary>
    private static IEnumerable<(int Id, int Parent)> Parents()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int id) && TryReadParent(folder, out int parent))
            {
                yield return (id, parent);
            }
        }
    }

    private static bool TryReadParent(string folder, out int parent)
    {
        parent = 0;
        try
        {
            string stat = File.ReadAllText($"{folder}/stat");
            string[] words = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 1 && int.TryParse(words[1], out parent);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
