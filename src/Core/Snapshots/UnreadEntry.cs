namespace NetPath.Core.Snapshots;

/// <summary>An entry of a snapshot part that NetPath does not understand. It is kept and told, since an answer may depend on it.</summary>
/// <param name="Reason">What was not understood, as a sentence without a full stop.</param>
/// <param name="Evidence">Where it is and what it says.</param>
public sealed record UnreadEntry(string Reason, Evidence Evidence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Reason}: {Evidence}";
}
