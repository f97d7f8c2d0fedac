using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Reads JSON text into objects.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly List<string> _lines = [];

    /// <summary>The text; several strings are lines of one text.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = string.Empty;

    /// <summary>Objects become ordered hashtables.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>An array stays one object.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _lines.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string text = string.Join('\n', _lines);
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1024 });
            WriteObject(ObjectOf(document.RootElement), enumerateCollection: !NoEnumerate);
        }
        catch (JsonException exception)
        {
            ArgumentException error = new($"The text is not JSON: {exception.Message}", exception);
            ThrowTerminatingError(new ErrorRecord(error, "JsonStringInBadFormat", ErrorCategory.InvalidData, null));
        }
    }

    private object? ObjectOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => MembersOf(element),
        JsonValueKind.Array => element.EnumerateArray().Select(ObjectOf).ToArray(),
        JsonValueKind.String => element.TryGetDateTime(out DateTime time) ? time : element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private object MembersOf(JsonElement element)
    {
        if (AsHashtable)
        {
            OrderedDictionary table = [];
            foreach (JsonProperty member in element.EnumerateObject())
            {
                table[member.Name] = ObjectOf(member.Value);
            }

            return table;
        }

        PSObject made = new();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            made.Properties.Remove(member.Name);
            made.Properties.Add(new PSNoteProperty(member.Name, ObjectOf(member.Value)));
        }

        return made;
    }
}
