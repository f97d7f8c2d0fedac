using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Gives objects as JSON text.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> _items = [];

    /// <summary>The objects; several become an array.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Levels of objects within objects; deeper ones become text.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    /// <summary>No blanks and line ends.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>Enumeration values by name.</summary>
    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    /// <summary>One object becomes an array as well.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _items.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        object? root = _items.Count > 1 || AsArray ? _items : _items.FirstOrDefault();
        // The list that several inputs make is no level of its own.
        WriteObject(new JsonText(Depth, EnumsAsStrings, Compress).Of(root, ReferenceEquals(root, _items) ? -1 : 0));
    }
}
