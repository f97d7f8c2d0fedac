using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>One element of a -Property argument: a name, a pattern, a script block, or a hashtable with Name and Expression.</summary>
internal sealed class PropertySelection
{
    private readonly PSPropertyExpression _expression;
    private readonly string? _name;

    private PropertySelection(PSPropertyExpression expression, string? name, bool? descending)
    {
        _expression = expression;
        _name = name;
        Descending = descending;
    }

    /// <summary>The element's own sort order, when it names one.</summary>
    public bool? Descending { get; }

    /// <summary>Reads one element.</summary>
    /// <exception cref="PSArgumentException">It is none of the allowed forms.</exception>
    public static PropertySelection From(object element) => (element is PSObject wrapped ? wrapped.BaseObject : element) switch
    {
        IDictionary table => FromTable(table),
        ScriptBlock script => new PropertySelection(new PSPropertyExpression(script), null, null),
        string name => new PropertySelection(new PSPropertyExpression(name), null, null),
        object other => new PropertySelection(new PSPropertyExpression(LanguagePrimitives.ConvertTo<string>(other)), null, null),
        null => throw new PSArgumentException("A property name is empty."),
    };

    /// <summary>The values that the element has for an object; none when the object has no such property.</summary>
    public IEnumerable<object?> ValuesOf(PSObject item) => _expression.GetValues(item).Select(ResultOf);

    /// <summary>A new object with these properties of the old one.</summary>
    public static PSObject Project(PSObject item, IEnumerable<PropertySelection> properties, IReadOnlyList<string> excluded)
    {
        PSObject projected = new();
        projected.TypeNames.Insert(0, "Selected." + item.BaseObject.GetType().FullName);
        List<WildcardPattern> left = [.. excluded.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
        foreach (PropertySelection property in properties)
        {
            foreach ((string name, object? value) in property.Named(item))
            {
                if (projected.Properties[name] is null && !left.Any(pattern => pattern.IsMatch(name)))
                {
                    projected.Properties.Add(new PSNoteProperty(name, value));
                }
            }
        }

        return projected;
    }

    /// <summary>True when two objects are equal, or are projections with equal properties.</summary>
    public static bool SameValue(PSObject one, PSObject other)
    {
        if (one.BaseObject is not PSCustomObject || other.BaseObject is not PSCustomObject)
        {
            return LanguagePrimitives.Equals(one.BaseObject, other.BaseObject, ignoreCase: false);
        }

        return one.Properties.Count() == other.Properties.Count() && one.Properties.All(property =>
            other.Properties[property.Name] is { } match && LanguagePrimitives.Equals(property.Value, match.Value, ignoreCase: false));
    }

    private static PropertySelection FromTable(IDictionary table)
    {
        object? expression = null;
        string? name = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            string key = LanguagePrimitives.ConvertTo<string>(entry.Key).ToLowerInvariant();
            switch (key)
            {
                case "n" or "name" or "l" or "label": name = LanguagePrimitives.ConvertTo<string>(entry.Value); break;
                case "e" or "expression": expression = entry.Value; break;
                case "descending": descending = LanguagePrimitives.IsTrue(entry.Value); break;
                case "ascending": descending = !LanguagePrimitives.IsTrue(entry.Value); break;
                default: throw new PSArgumentException($"The key '{key}' is not valid in a property: use Name and Expression.");
            }
        }

        PropertySelection inner = From(expression ?? throw new PSArgumentException("A property's hashtable lacks Expression."));
        return new PropertySelection(inner._expression, name, descending);
    }

    private static object? ResultOf(PSPropertyExpressionResult result) => result.Exception is null ? result.Result : null;

    private IEnumerable<(string Name, object? Value)> Named(PSObject item)
    {
        List<PSPropertyExpression> names = [.. _expression.ResolveNames(item)];
        if (names.Count == 0)
        {
            yield return (_name ?? _expression.ToString(), null);
        }

        foreach (PSPropertyExpression name in names)
        {
            yield return (_name ?? name.ToString(), name.GetValues(item).Select(ResultOf).FirstOrDefault());
        }
    }
}
