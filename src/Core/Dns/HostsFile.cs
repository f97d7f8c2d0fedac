using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>Names that a namespace's /etc/hosts knows, which resolvers look at before they ask a server (hosts(5), "hosts: files dns").</summary>
internal sealed class HostsFile
{
    private readonly List<(IpAddress Address, string[] Names, Evidence Evidence)> _lines = [];

    /// <summary>Reads a hosts file. It cannot fail: what does not begin with an address is passed over.</summary>
    public static HostsFile Parse(SnapshotPart part)
    {
        HostsFile file = new();
        foreach ((int number, string text) in PartLines.Of(part))
        {
            string[] words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && IpAddress.TryParse(words[0].Split('%')[0], out IpAddress address))
            {
                file._lines.Add((address, words[1..], PartLines.Evidence(part, number, text)));
            }
        }

        return file;
    }

    /// <summary>The addresses of a name exactly as it was typed, with the lines that say so; the search list plays no part.</summary>
    public IReadOnlyList<(IpAddress Address, Evidence Evidence)> Find(string name)
    {
        string bare = name.TrimEnd('.');
        return [.. _lines.Where(line => line.Names.Any(one => one.TrimEnd('.').Equals(bare, StringComparison.OrdinalIgnoreCase))).Select(line => (line.Address, line.Evidence))];
    }
}
