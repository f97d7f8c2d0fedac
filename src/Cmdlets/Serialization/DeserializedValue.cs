using System.Collections;
using System.Globalization;
using System.Management.Automation;
using NetPath.Core.Packets;

namespace NetPath.Cmdlets.Serialization;

/// <summary>Turns the value of a deserialized property into what the property of the NetPath type holds.</summary>
internal static class DeserializedValue
{
    public static object? To(Type wanted, object? value, Func<object?, object?> revive)
    {
        object? plain = revive(value);
        if (plain is null)
        {
            return wanted.IsArray ? Array.CreateInstance(wanted.GetElementType()!, 0) : wanted.IsValueType && Nullable.GetUnderlyingType(wanted) is null ? Activator.CreateInstance(wanted) : null;
        }

        Type type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        return type.IsInstanceOfType(plain) ? plain
            : type == typeof(string) ? plain.ToString()
            : type == typeof(IpAddress) ? IpAddress.Parse($"{plain}")
            : type.IsEnum ? Enum.Parse(type, $"{plain}", ignoreCase: true)
            : ElementOf(type) is Type element ? List(element, plain, revive)
            : IsDictionary(type) && plain is IDictionary table ? Dictionary(type.GetGenericArguments()[1], table, revive)
            : LanguagePrimitives.ConvertTo(plain, type, CultureInfo.InvariantCulture);
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : null;

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);

    private static Array List(Type element, object value, Func<object?, object?> revive)
    {
        object?[] items = value is IEnumerable several and not string ? [.. several.Cast<object?>()] : [value];
        Array list = Array.CreateInstance(element, items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            list.SetValue(To(element, items[i], revive), i);
        }

        return list;
    }

    private static IDictionary Dictionary(Type element, IDictionary table, Func<object?, object?> revive)
    {
        IDictionary made = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), element))!;
        // A table loses its order on the way.
        foreach (object key in table.Keys.Cast<object>().OrderBy(key => $"{key}", StringComparer.Ordinal))
        {
            made.Add($"{key}", To(element, table[key], revive));
        }

        return made;
    }
}
