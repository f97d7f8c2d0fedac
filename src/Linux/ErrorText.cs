using System.Diagnostics;
using System.Text;

namespace NetPath.Linux;

/// <summary>
/// Reads a process's standard error while something else reads its output: a full pipe would stop the process. Keeps the first
/// lines only.
/// </summary>
internal sealed class ErrorText
{
    private const int Kept = 4000;

    private readonly StringBuilder _text = new();

    public ErrorText(Process process)
    {
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>What was printed so far, as one line. Complete once the process was waited for.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString().Trim();
            }
        }
    }

    private void Add(string? line)
    {
        lock (_text)
        {
            if (line is { Length: > 0 } && _text.Length < Kept)
            {
                _text.Append(line.AsSpan(0, Math.Min(line.Length, Kept))).Append(' ');
            }
        }
    }
}
