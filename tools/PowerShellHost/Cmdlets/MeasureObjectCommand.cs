using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Counts objects and sums up a numeric property.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly List<double> _values = [];
    private PropertySelection? _property;
    private int _count;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The property to measure; the objects themselves when not given.</summary>
    [Parameter(Position = 0)]
    public object? Property { get; set; }

    /// <summary>The sum.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>The average.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>The largest value.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    /// <summary>The smallest value.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _property = Property is null ? null : PropertySelection.From(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        List<object?> values = _property is null ? [InputObject] : [.. _property.ValuesOf(InputObject).Where(value => value is not null)];
        _count += values.Count;
        if (Sum || Average || Maximum || Minimum)
        {
            _values.AddRange(values.Select(LanguagePrimitives.ConvertTo<double>));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PSObject measured = new();
        measured.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GenericMeasureInfo");
        bool any = _values.Count > 0;
        measured.Properties.Add(new PSNoteProperty("Count", _count));
        measured.Properties.Add(new PSNoteProperty("Average", Average && any ? _values.Average() : null));
        measured.Properties.Add(new PSNoteProperty("Sum", Sum && any ? _values.Sum() : null));
        measured.Properties.Add(new PSNoteProperty("Maximum", Maximum && any ? _values.Max() : null));
        measured.Properties.Add(new PSNoteProperty("Minimum", Minimum && any ? _values.Min() : null));
        measured.Properties.Add(new PSNoteProperty("Property", Property));
        WriteObject(measured);
    }
}
