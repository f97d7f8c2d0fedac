namespace NetPath.Lab.Oracle;

/// <summary>A namespace behind one veth pair, like a pod.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Number">Its number, which is in its addresses.</param>
/// <param name="Device">The router's interface towards it.</param>
internal sealed record Leaf(string Name, int Number, string Device)
{
    /// <summary>The MAC address of its interface.</summary>
    public string Mac => $"02:00:00:00:0{Number}:10";

    /// <summary>The MAC address of the router's interface towards it.</summary>
    public string RouterMac => $"02:00:00:00:0{Number}:01";
}
