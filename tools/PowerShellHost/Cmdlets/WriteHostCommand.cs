using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Shows text to the person at the terminal, on the information stream.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    /// <summary>What to show; the elements of a list are separated.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [Alias("Msg", "Message")]
    public object? Object { get; set; }

    /// <summary>No line end.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>Stands between the elements of a list.</summary>
    [Parameter]
    public object Separator { get; set; } = " ";

    /// <summary>Colour of the text.</summary>
    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    /// <summary>Colour behind the text.</summary>
    [Parameter]
    public ConsoleColor? BackgroundColor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        HostInformationMessage message = new() { Message = TextOf(Object), NoNewLine = NoNewline };
        if (ForegroundColor is not null)
        {
            message.ForegroundColor = ForegroundColor;
        }

        if (BackgroundColor is not null)
        {
            message.BackgroundColor = BackgroundColor;
        }

        WriteInformation(message, ["PSHOST"]);
    }

    private string TextOf(object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is null)
        {
            return string.Empty;
        }

        return plain is not string && LanguagePrimitives.GetEnumerable(plain) is { } list
            ? string.Join(LanguagePrimitives.ConvertTo<string>(Separator), list.Cast<object?>().Select(TextOf))
            : LanguagePrimitives.ConvertTo<string>(value);
    }
}
