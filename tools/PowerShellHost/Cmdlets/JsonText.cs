using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Writes objects as JSON the way ConvertTo-Json does: properties of objects, entries of dictionaries, elements of lists.</summary>
internal sealed class JsonText(int depth, bool enumsAsStrings, bool compress)
{
    /// <summary>The JSON text of a value.</summary>
    public string Of(object? value, int level)
    {
        using MemoryStream bytes = new();
        JsonWriterOptions options = new() { Indented = !compress, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(bytes, options))
        {
            Write(writer, value, level);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private void Write(Utf8JsonWriter writer, object? value, int level)
    {
        PSObject? wrapped = value as PSObject;
        object? plain = wrapped is null || wrapped.BaseObject is PSCustomObject ? value : wrapped.BaseObject;
        if (!WriteScalar(writer, plain))
        {
            WriteComposite(writer, plain!, wrapped, level);
        }
    }

    private bool WriteScalar(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); return true;
            case bool truth: writer.WriteBooleanValue(truth); return true;
            case SwitchParameter given: writer.WriteBooleanValue(given.IsPresent); return true;
            case string or char or Guid or Uri: writer.WriteStringValue(value.ToString()); return true;
            case DateTime time: writer.WriteStringValue(time); return true;
            case DateTimeOffset time: writer.WriteStringValue(time); return true;
            case Enum name when enumsAsStrings: writer.WriteStringValue(name.ToString()); return true;
            case Enum number: writer.WriteNumberValue(LanguagePrimitives.ConvertTo<decimal>(number.ToString("D"))); return true;
            case BigInteger or decimal or byte or sbyte or short or ushort or int or uint or long or ulong:
                writer.WriteNumberValue(LanguagePrimitives.ConvertTo<decimal>(value));
                return true;
            case double or float:
                double real = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                if (double.IsFinite(real))
                {
                    writer.WriteNumberValue(real);
                }
                else
                {
                    writer.WriteStringValue(value.ToString());
                }

                return true;
            default: return false;
        }
    }

    private void WriteComposite(Utf8JsonWriter writer, object value, PSObject? wrapped, int level)
    {
        if (level > depth)
        {
            writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
        }
        else if (value is IDictionary table)
        {
            WriteObject(writer, table.Keys.Cast<object>().Select(key => (LanguagePrimitives.ConvertTo<string>(key), table[key])), level);
        }
        else if (LanguagePrimitives.GetEnumerable(value) is { } list)
        {
            writer.WriteStartArray();
            foreach (object? element in list)
            {
                Write(writer, element, level + 1);
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteObject(writer, PropertiesOf(value, wrapped), level);
        }
    }

    // As ConvertTo-Json walks: the public fields and properties of the type, and what types.ps1xml adds only to an object that a
    // pipeline has wrapped, not to those within it.
    private static IEnumerable<(string Name, object? Value)> PropertiesOf(object value, PSObject? wrapped)
    {
        IEnumerable<(string Name, object? Value)> declared = value is PSCustomObject or PSObject ? [] : DeclaredBy(value);
        PSObject? extended = wrapped ?? value as PSObject;
        return extended is null
            ? declared
            : declared.Concat(extended.Properties.Where(property => property.IsGettable).Select(ValueOf)).DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<(string Name, object? Value)> DeclaredBy(object value)
    {
        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            yield return (field.Name, field.GetValue(value));
        }

        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            {
                yield return (property.Name, ValueOf(property, value));
            }
        }
    }

    private static object? ValueOf(PropertyInfo property, object owner)
    {
        try
        {
            return property.GetValue(owner);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private static (string Name, object? Value) ValueOf(PSPropertyInfo property)
    {
        try
        {
            return (property.Name, property.Value);
        }
        catch (GetValueException)
        {
            return (property.Name, null);
        }
    }

    private void WriteObject(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> properties, int level)
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in properties)
        {
            writer.WritePropertyName(name);
            Write(writer, value, level + 1);
        }

        writer.WriteEndObject();
    }
}
