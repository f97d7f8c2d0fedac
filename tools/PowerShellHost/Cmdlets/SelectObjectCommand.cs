using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Takes some of the objects, or some of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _last = new();
    private readonly List<PSObject> _seen = [];
    private List<PropertySelection> _properties = [];
    private int _skipped;
    private int _taken;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Properties to keep: names, wildcards, or hashtables with Name and Expression.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>Properties to leave out.</summary>
    [Parameter]
    public string[] ExcludeProperty { get; set; } = [];

    /// <summary>The property whose value is given instead of the object.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>Only so many from the start.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    /// <summary>Only so many at the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = -1;

    /// <summary>Leaves out so many at the start.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Each value once.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        object[] wanted = Property.Length == 0 && ExcludeProperty.Length > 0 ? ["*"] : Property;
        _properties = [.. wanted.Select(PropertySelection.From)];
        StopWhenDone();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || _skipped++ < Skip)
        {
            return;
        }

        if (Last >= 0)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > Last)
            {
                _last.Dequeue();
            }

            return;
        }

        Take(InputObject);
        StopWhenDone();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (PSObject item in _last)
        {
            Take(item);
        }
    }

    private void Take(PSObject item)
    {
        _taken++;
        PSObject selected = _properties.Count == 0 ? item : PropertySelection.Project(item, _properties, ExcludeProperty);
        if (ExpandProperty is not null)
        {
            Expand(item);
        }
        else if (!Unique || IsNew(selected))
        {
            WriteObject(selected);
        }
    }

    private void Expand(PSObject item)
    {
        List<object?> values = [.. PropertySelection.From(ExpandProperty!).ValuesOf(item)];
        if (values.Count == 0)
        {
            PSArgumentException exception = new($"Property \"{ExpandProperty}\" cannot be found.");
            WriteError(new ErrorRecord(exception, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, item));
        }

        foreach (object? value in values.SelectMany(value => LanguagePrimitives.GetEnumerable(value)?.Cast<object?>() ?? [value]))
        {
            if (!Unique || IsNew(PSObject.AsPSObject(value ?? string.Empty)))
            {
                WriteObject(value);
            }
        }
    }

    private bool IsNew(PSObject item)
    {
        bool isNew = !_seen.Any(other => PropertySelection.SameValue(other, item));
        if (isNew)
        {
            _seen.Add(item);
        }

        return isNew;
    }

    private void StopWhenDone()
    {
        if (First >= 0 && Last < 0 && _taken >= First)
        {
            throw EngineFlow.StopUpstream(this);
        }
    }
}
