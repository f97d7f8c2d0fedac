using System.Globalization;
using NetPath.Core.KernelTracing;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.KernelTracing;

/// <summary>
/// The nf_tables table of our own that sets the trace bit. It belongs to its socket (kernel 5.12), so that it goes with the process; older kernels keep it when
/// the process is killed, but its rules expire, and the next reader in the namespace removes it.
/// </summary>
internal static class TraceTable
{
    private static int _counter;

    /// <summary>A name that tells which process made the table: its id and the time of its start.</summary>
    public static string NewName() =>
        string.Create(CultureInfo.InvariantCulture, $"{TraceTableRequest.NamePrefix}{Environment.ProcessId}_{StartOf(Environment.ProcessId)}_{Interlocked.Increment(ref _counter)}");

    /// <summary>Puts the table in.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public static void Install(NetlinkSocket socket, string name, IpFamily family, TraceTableContent content, NetlinkAnswer answer)
    {
        const string Asked = "The kernel did not take the trace rule; it needs nf_tables and Linux 5.4 or later";
        NetlinkRequest request = TraceTableRequest.Create(name, family, content, owned: true, socket.NextSequence, out uint last);
        try
        {
            socket.Ask(request, last, Asked, answer);
        }
        catch (NetlinkException error) when (error.ErrorNumber is SystemCalls.EOPNOTSUPP or SystemCalls.EINVAL)
        {
            // Before 5.12 there is no NFT_TABLE_F_OWNER.
            request = TraceTableRequest.Create(name, family, content, owned: false, socket.NextSequence, out last);
            socket.Ask(request, last, Asked, answer);
        }
    }

    /// <summary>Takes the table out again.</summary>
    /// <param name="socket">The socket that it was put in by.</param>
    /// <param name="name">Its name.</param>
    /// <param name="family">Its family.</param>
    /// <param name="answer">Told of other messages that come meanwhile; null for nobody.</param>
    public static void Remove(NetlinkSocket socket, string name, byte family, NetlinkAnswer? answer = null)
    {
        NetlinkRequest request = TraceTableRequest.Delete(name, family, socket.NextSequence, out uint last);
        socket.Ask(request, last, $"The table {name} could not be removed", answer);
    }

    /// <summary>Removes the tables of processes that were killed.</summary>
    /// <returns>Their names.</returns>
    public static IReadOnlyList<string> RemoveAbandoned(NetlinkSocket socket)
    {
        List<(string Name, byte Family)> abandoned = [];
        uint sequence = socket.NextSequence();
        socket.Ask(TraceTableRequest.List(sequence), sequence, "The tables of nf_tables could not be listed", message =>
        {
            NetlinkAttributes attributes = message.Attributes;
            while (attributes.Next())
            {
                if (attributes.Type == NFTA.NFTA_TABLE_NAME && IsAbandoned(attributes.Text))
                {
                    abandoned.Add((attributes.Text, message.Family));
                }
            }
        });
        return [.. abandoned.Where(table => TryRemove(socket, table.Name, table.Family)).Select(table => table.Name)];
    }

    private static bool TryRemove(NetlinkSocket socket, string name, byte family)
    {
        try
        {
            Remove(socket, name, family);
            return true;
        }
        catch (NetlinkException error) when (error.ErrorNumber is SystemCalls.ENOENT or SystemCalls.EPERM)
        {
            // Somebody else was faster, or it belongs to a socket that is open: then it is none of ours.
            return false;
        }
    }

    private static bool IsAbandoned(string name)
    {
        string[] words = name.StartsWith(TraceTableRequest.NamePrefix, StringComparison.Ordinal) ? name[TraceTableRequest.NamePrefix.Length..].Split('_') : [];
        return words.Length == 3
            && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && StartOf(process) != words[1];
    }

    // Field 22 of /proc/PID/stat, in clock ticks since the machine's start (proc_pid_stat(5)); empty when there is no such process.
    private static string StartOf(int process)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
