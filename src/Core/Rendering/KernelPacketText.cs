using System.Globalization;
using NetPath.Core.KernelTracing;

namespace NetPath.Core.Rendering;

/// <summary>Writes a packet that the kernel traced as text: its headers, the rules that decided, and how it ended.</summary>
public sealed class KernelPacketText : StyledText
{
    private KernelPacketText(int width, TextStyle style)
        : base(width, style)
    {
    }

    /// <summary>The packet as lines that are no longer than the width (60 at least).</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="style">Escape sequences; <see cref="TextStyle.Plain"/> for none.</param>
    public static string Render(KernelPacket packet, int width, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(style);
        KernelPacketText text = new(width, style);
        text.AddPacket(packet);
        return string.Join('\n', text.Lines);
    }

    private void AddPacket(KernelPacket packet)
    {
        Add(0, $"{Time(packet)}{packet.Packet?.ToString() ?? "a packet whose headers the trace does not show"}{Flags(packet)}", Style.Strong, hang: 2);
        string[] about = [.. new[] { packet.Service, packet.InInterface is null ? null : $"in by {packet.InInterface}", packet.Namespace is null ? null : $"on {packet.Namespace}" }.OfType<string>()];
        if (about.Length > 0)
        {
            Add(2, PlainText.Clean(string.Join("  ", about)), Style.Faint);
        }

        foreach (KernelStep step in packet.Steps.Where(step => !step.IsDetail))
        {
            AddStep(step);
        }

        Add(2, PlainText.Clean(packet.Reason), Colour(packet), hang: 2);
        foreach (string problem in packet.Problems)
        {
            Add(2, $"? {PlainText.Clean(problem)}", Style.Doubtful, hang: 2);
        }
    }

    private static string Time(KernelPacket packet) =>
        packet.Stamp is string stamp ? $"{PlainText.Clean(stamp)}  "
        : packet.Time is DateTimeOffset time ? string.Create(CultureInfo.InvariantCulture, $"{time.ToLocalTime():HH:mm:ss.ffffff}  ") : "";

    private static string Flags(KernelPacket packet) =>
        packet.Packet is { Flags: not Packets.TcpFlags.None } traced ? $" {traced.TcpFlags.ToUpperInvariant().Replace(", ", "+", StringComparison.Ordinal)}" : "";

    private string Colour(KernelPacket packet) => packet.Verdict switch
    {
        nameof(KernelVerdict.Accepted) => packet.Problems.Length == 0 ? Style.Good : Style.Doubtful,
        nameof(KernelVerdict.Unknown) or nameof(KernelVerdict.Queued) => Style.Doubtful,
        _ => Style.Bad,
    };

    private void AddStep(KernelStep step)
    {
        string prefix = $"  {TextColumns.Fit(PlainText.Clean(step.Owner ?? ""), OwnerWidth),-OwnerWidth} ";
        string colour = step.Rewritten is null ? "" : Style.Good;
        string[] lines = [.. TextColumns.Wrap(PlainText.Clean(step.Description), Width - prefix.Length)];
        for (int i = 0; i < lines.Length; i++)
        {
            Lines.Add($"{(i == 0 ? Styled(prefix, Style.Faint) : new string(' ', prefix.Length))}{Styled(lines[i], colour)}");
        }
    }
}
