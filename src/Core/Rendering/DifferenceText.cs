using NetPath.Core.Snapshots.Comparison;

namespace NetPath.Core.Rendering;

/// <summary>Writes a difference between two snapshots as text: what it is, what was, and what is.</summary>
public sealed class DifferenceText : StyledText
{
    private DifferenceText(int width, TextStyle style)
        : base(width, style)
    {
    }

    /// <summary>The difference as lines that are no longer than the width (60 at least).</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="style">Escape sequences; <see cref="TextStyle.Plain"/> for none.</param>
    public static string Render(SnapshotDifference difference, int width, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(style);
        DifferenceText text = new(width, style);
        bool untold = difference.Change == nameof(DifferenceChange.NotCompared);
        text.Add(0, PlainText.Clean($"{difference.Change} {difference.Kind} {difference.Name} ({difference.Place})"), style.Strong, hang: 4);
        text.AddSide(untold ? "before:" : "-", difference.Before, untold ? style.Doubtful : style.Bad);
        text.AddSide(untold ? "after:" : "+", difference.After, untold ? style.Doubtful : style.Good);
        return string.Join('\n', text.Lines);
    }

    private void AddSide(string sign, string? side, string style)
    {
        if (side is not null)
        {
            Add(2, PlainText.Clean($"{sign} {side}"), style, hang: 2);
        }
    }
}
