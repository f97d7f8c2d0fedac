using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Sorts objects; equal ones keep their order.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Properties to sort by.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>Largest first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Each value once.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>Upper and lower case differ.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _items.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<PropertySelection> keys = [.. Property.Select(PropertySelection.From)];
        PSObject? previous = null;
        foreach (PSObject item in _items.Order(Comparer<PSObject>.Create((one, other) => Compare(one, other, keys))))
        {
            if (!Unique || previous is null || Compare(previous, item, keys) != 0)
            {
                WriteObject(item);
            }

            previous = item;
        }
    }

    private int Compare(PSObject one, PSObject other, List<PropertySelection> keys)
    {
        if (keys.Count == 0)
        {
            return Signed(CompareValues(one, other), Descending);
        }

        foreach (PropertySelection key in keys)
        {
            int order = CompareValues(key.ValuesOf(one).FirstOrDefault(), key.ValuesOf(other).FirstOrDefault());
            if (order != 0)
            {
                return Signed(order, key.Descending ?? Descending);
            }
        }

        return 0;
    }

    private int CompareValues(object? one, object? other)
    {
        try
        {
            return LanguagePrimitives.Compare(one, other, !CaseSensitive);
        }
        catch (ArgumentException)
        {
            string text = LanguagePrimitives.ConvertTo<string>(one);
            return LanguagePrimitives.Compare(text, LanguagePrimitives.ConvertTo<string>(other), !CaseSensitive);
        }
    }

    private static int Signed(int order, bool descending) => descending ? -order : order;
}
