using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Groups objects that have equal values.</summary>
[Cmdlet(VerbsData.Group, "Object")]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<(object?[] Key, System.Collections.ObjectModel.Collection<PSObject> Members)> _groups = [];
    private List<PropertySelection> _keys = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Properties to group by.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>Without the members.</summary>
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _keys = [.. Property.Select(PropertySelection.From)];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        object?[] key = _keys.Count == 0 ? [InputObject] : [.. _keys.Select(part => part.ValuesOf(InputObject).FirstOrDefault())];
        int index = _groups.FindIndex(group => group.Key.Zip(key).All(pair => LanguagePrimitives.Equals(pair.First, pair.Second, true)));
        if (index < 0)
        {
            index = _groups.Count;
            _groups.Add((key, []));
        }

        _groups[index].Members.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((object?[] key, System.Collections.ObjectModel.Collection<PSObject> members) in _groups)
        {
            PSObject group = new();
            group.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GroupInfo" + (NoElement ? "NoElement" : string.Empty));
            group.Properties.Add(new PSNoteProperty("Values", key));
            group.Properties.Add(new PSNoteProperty("Count", members.Count));
            group.Properties.Add(new PSNoteProperty("Name", string.Join(", ", key.Select(LanguagePrimitives.ConvertTo<string>))));
            group.Properties.Add(new PSNoteProperty("Group", NoElement ? null : members));
            string[] shown = NoElement ? ["Count", "Name"] : ["Count", "Name", "Group"];
            group.Members.Add(new PSMemberSet("PSStandardMembers", [new PSPropertySet("DefaultDisplayPropertySet", shown)]));
            WriteObject(group);
        }
    }
}
