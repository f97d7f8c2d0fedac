using System.Collections;
using System.Reflection;

namespace NetPath.Lab.Plugins;

/// <summary>A match or a target with all it holds, as text; the lists too, of which a record prints only the type.</summary>
internal static class PartText
{
    public static string Of(object? part) => part switch
    {
        null => "null",
        string text => text,
        Enum or IFormattable or bool => $"{part}",
        IEnumerable items => $"[{string.Join(' ', items.Cast<object?>().Select(Of))}]",
        _ => Object(part),
    };

    private static string Object(object part)
    {
        IEnumerable<string> properties = part.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.PropertyType != part.GetType())
            .Select(property => $"{property.Name}={Of(property.GetValue(part))}");
        return $"{part.GetType().Name}({string.Join(", ", properties)})";
    }
}
