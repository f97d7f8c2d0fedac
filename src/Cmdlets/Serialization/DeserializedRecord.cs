using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Reflection;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Serialization;

/// <summary>
/// Makes a NetPath object again of what remoting, a job or Import-Clixml left of it: a bag of properties that is named
/// <c>Deserialized.</c> and the type. Such an object remembers no snapshot.
/// </summary>
public static class DeserializedRecord
{
    private const string Prefix = "Deserialized.";

    private static readonly Assembly Core = typeof(Evidence).Assembly;

    /// <summary>The object itself, or the NetPath object that the bag was. Other objects, and snapshots, whose content does not travel, stay as they are.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Revive(object? value)
    {
        PSObject? bag = value as PSObject;
        return TypeOf(bag) is Type type ? Make(type, bag!) : bag is { BaseObject: not PSCustomObject } ? bag.BaseObject : value;
    }

    /// <summary>True for what is left of a snapshot: its properties, and nothing to answer from.</summary>
    internal static bool IsSnapshot(PSObject? bag) => bag?.TypeNames.FirstOrDefault() == $"{Prefix}{typeof(NodeSnapshot).FullName}";

    private static Type? TypeOf(PSObject? bag)
    {
        string name = bag?.TypeNames.FirstOrDefault() ?? "";
        Type? type = name.StartsWith(Prefix, StringComparison.Ordinal) ? Core.GetType(name[Prefix.Length..]) : null;
        return type is { IsPublic: true, IsAbstract: false } && IsRecord(type) ? type : null;
    }

    // The compiler gives each record this method, and nobody else can name a method so.
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    private static object Make(Type type, PSObject bag)
    {
        ConstructorInfo constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(candidate => candidate.GetParameters() is not [ParameterInfo only] || only.ParameterType != type)
            .MaxBy(candidate => candidate.GetParameters().Length)!;
        object made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Value(bag, parameter.Name!, parameter.ParameterType))]);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite && bag.Properties[property.Name] is not null))
        {
            property.SetValue(made, Value(bag, property.Name, property.PropertyType));
        }

        return made;
    }

    private static object? Value(PSObject bag, string name, Type wanted) => DeserializedValue.To(wanted, bag.Properties[name]?.Value, Revive);
}
