using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetPath.Core.Kubernetes;

/// <summary>
/// Copies API objects onto one line each, without what NetPath never reads: the bookkeeping of managedFields, and the places where passwords stand in the
/// open (environment, command lines, probes and volumes of containers, and the annotation in which kubectl keeps all of these once more).
/// </summary>
internal static class ObjectFilter
{
    // Relaxed: the text is evidence for people and is not embedded in HTML; control characters are still escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly string[] OfContainers =
        ["env", "envFrom", "command", "args", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe", "volumeMounts"];

    /// <summary>The object without these, on one line.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> json, string kind)
    {
        ArrayBufferWriter<byte> copy = new(json.Length);
        using Utf8JsonWriter writer = new(copy, Options);
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && IsLeftOut(ref reader, kind))
            {
                reader.Skip();
            }
            else
            {
                Copy(ref reader, writer);
            }
        }

        writer.Flush();
        return copy.WrittenSpan.ToArray();
    }

    /// <summary>Members of the object itself have depth 1, those of metadata and spec 2, annotations 3, and members of a container 4.</summary>
    private static bool IsLeftOut(ref Utf8JsonReader reader, string kind)
    {
        switch (reader.CurrentDepth)
        {
            case 2:
                return reader.ValueTextEquals("managedFields"u8) || (kind == "Pod" && reader.ValueTextEquals("volumes"u8));
            case 3:
                return reader.ValueTextEquals("kubectl.kubernetes.io/last-applied-configuration"u8);
            case 4 when kind == "Pod":
                foreach (string name in OfContainers)
                {
                    if (reader.ValueTextEquals(name))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName when !reader.ValueIsEscaped:
                writer.WritePropertyName(reader.ValueSpan);
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String when !reader.ValueIsEscaped:
                writer.WriteStringValue(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                // Escaped text is valid as it stands, even half a surrogate pair.
                byte[] quoted = [(byte)'"', .. reader.ValueSpan, (byte)'"'];
                writer.WriteRawValue(quoted, skipInputValidation: true);
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
