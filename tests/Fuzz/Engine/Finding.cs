using System.Globalization;
using System.Text;

namespace NetPath.Fuzz.Engine;

/// <summary>An input that a parser does not stand.</summary>
/// <param name="Target">The target.</param>
/// <param name="Kind">What is the same for all inputs that fail in the same way: the exception and where it was thrown, or which limit was passed.</param>
/// <param name="Detail">The exception or the measurement.</param>
/// <param name="Input">The input.</param>
internal sealed record Finding(string Target, string Kind, string Detail, byte[] Input)
{
    /// <summary>The finding for a reader, with the input in a form that can be pasted into a test.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Target}: {Kind}\n{Detail}\ninput ({Input.Length} bytes): {Quoted()}");

    private string Quoted()
    {
        StringBuilder text = new("\"");
        foreach (byte value in Input)
        {
            text.Append(value switch
            {
                (byte)'\n' => "\\n",
                (byte)'"' or (byte)'\\' => $"\\{(char)value}",
                >= 0x20 and < 0x7f => ((char)value).ToString(),
                _ => $"\\x{value:x2}",
            });
        }

        return text.Append('"').ToString();
    }
}
