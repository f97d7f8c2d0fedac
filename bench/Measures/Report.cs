namespace NetPath.Bench.Measures;

/// <summary>The figures of a run, printed as they come.</summary>
internal sealed class Report(TextWriter writer)
{
    private const int NameWidth = 66;

    /// <summary>True when a target was missed.</summary>
    public bool Missed { get; private set; }

    public void Section(string title) => writer.WriteLine($"\n{title}");

    public void Add(Figure figure)
    {
        string target = figure.Target is null ? "" : $"   {figure.Target,-12} {(figure.Met == true ? "met" : "MISSED")}";
        writer.WriteLine($"  {figure.Name.PadRight(NameWidth)} {figure.Value,12}{target}");
        Missed |= figure.Met == false;
    }

    public void Note(string text) => writer.WriteLine($"  {text}");
}
