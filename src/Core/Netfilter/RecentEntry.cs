namespace NetPath.Core.Netfilter;

/// <summary>What a list of the recent match holds for an address.</summary>
/// <param name="TimeToLive">Of its last packet, as it arrived; 0 counts as any.</param>
/// <param name="Packets">How many packets the list remembers of it.</param>
internal readonly record struct RecentEntry(int TimeToLive, int Packets);
