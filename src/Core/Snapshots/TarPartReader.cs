using System.Formats.Tar;
using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots;

/// <summary>Walks the entries of a tar and hands its files to a <see cref="PartCollector"/>.</summary>
internal sealed class TarPartReader(PartCollector parts, string source, Action<string>? progress)
{
    /// <summary>True once one header was understood: from then on an error means damage, not another file format.</summary>
    public bool SawEntry { get; private set; }

    /// <summary>The file that is being read; null between two.</summary>
    public string? Current { get; private set; }

    /// <summary>Reads all entries and then to the end of the stream, so that a writer at the other end can finish, and a gzip checksum is verified.</summary>
    public void ReadAll(Stream stream)
    {
        using TarReader reader = new(stream, leaveOpen: true);
        while (reader.GetNextEntry(copyData: false) is TarEntry entry)
        {
            SawEntry = true;
            Read(entry);
        }

        byte[] rest = new byte[16384];
        while (stream.Read(rest) > 0)
        {
        }
    }

    /// <summary>True for the errors by which the tar and gzip readers tell of bytes that make no sense, and of an early end.</summary>
    public static bool MeansDamage(Exception error) =>
        error is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException;

    private void Read(TarEntry entry)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.GlobalExtendedAttributes:
                return;
            case TarEntryType.Directory:
                parts.Admit(entry.Name);
                return;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                Current = parts.Admit(entry.Name);
                progress?.Invoke(Current);
                parts.Add(Current, entry.DataStream, entry.Length);
                Current = null;
                return;
            default:
                string name = PlainText.Clean(entry.Name);
                throw new SnapshotFormatException(source, $"holds '{name}', a {Describe(entry.EntryType)}; a snapshot has files only");
        }
    }

    private static string Describe(TarEntryType type) => type switch
    {
        TarEntryType.SymbolicLink => "symbolic link",
        TarEntryType.HardLink => "hard link",
        TarEntryType.CharacterDevice or TarEntryType.BlockDevice => "device",
        TarEntryType.Fifo => "named pipe",
        _ => $"special entry ({type})",
    };
}
