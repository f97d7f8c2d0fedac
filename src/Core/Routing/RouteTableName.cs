namespace NetPath.Core.Routing;

/// <summary>Number and name of a routing table. A name from /etc/iproute2/rt_tables has no number in a snapshot.</summary>
internal static class RouteTableName
{
    public const long Default = 253;
    public const long Main = 254;
    public const long Local = 255;

    /// <summary>
    /// The number of a table that <c>ip</c> prints as name or number. A name that only the node's rt_tables knows gets a negative
    /// number made from the name, so that rules and routes that use it still meet.
    /// </summary>
    public static long Number(string text) => text switch
    {
        "default" => Default,
        "main" => Main,
        "local" => Local,
        _ => uint.TryParse(text, out uint number) ? number : -1 - (long)Fingerprint(text),
    };

    /// <summary>The name that people know: main, local, default; else what the tool printed.</summary>
    public static string Name(string text) => Number(text) switch
    {
        Default => "default",
        Main => "main",
        Local => "local",
        _ => text,
    };

    // FNV-1a: stable between runs and processes, which string.GetHashCode is not.
    private static uint Fingerprint(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }
}
