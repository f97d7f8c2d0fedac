using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Lists the members of each kind of object that comes in.</summary>
[Cmdlet(VerbsCommon.Get, "Member")]
public sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _seen = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Kinds of members.</summary>
    [Parameter]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || !_seen.Add(InputObject.TypeNames.FirstOrDefault() ?? string.Empty))
        {
            return;
        }

        List<WildcardPattern> names = [.. Name.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
        foreach (PSMemberInfo member in InputObject.Members
            .Where(member => MemberType.HasFlag(member.MemberType) && names.Any(name => name.IsMatch(member.Name)) && IsShown(member.Name))
            .OrderBy(member => member.MemberType.ToString()).ThenBy(member => member.Name, StringComparer.OrdinalIgnoreCase))
        {
            PSObject definition = new();
            definition.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.MemberDefinition");
            definition.Properties.Add(new PSNoteProperty("TypeName", InputObject.TypeNames.FirstOrDefault()));
            definition.Properties.Add(new PSNoteProperty("Name", member.Name));
            definition.Properties.Add(new PSNoteProperty("MemberType", member.MemberType));
            definition.Properties.Add(new PSNoteProperty("Definition", member.ToString()));
            WriteObject(definition);
        }
    }

    // Accessors are reached as properties; compilers' own names are nobody's business.
    private static bool IsShown(string name) =>
        !name.StartsWith("get_", StringComparison.Ordinal) && !name.StartsWith("set_", StringComparison.Ordinal) && !name.StartsWith('<');
}
