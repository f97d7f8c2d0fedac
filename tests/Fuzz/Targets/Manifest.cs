using NetPath.Core.Snapshots;

namespace NetPath.Fuzz.Targets;

/// <summary>The manifest of an archive.</summary>
internal static class Manifest
{
    /// <summary>Reads it.</summary>
    public static string? Read(byte[] input)
    {
        try
        {
            _ = ManifestReader.Read(input, "node.tar.gz").ToString();
            return null;
        }
        catch (SnapshotFormatException e)
        {
            return e.Message;
        }
        catch (SnapshotParseException e)
        {
            return e.Message;
        }
    }
}
