using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>
/// Writes pipeline objects as the JSON that they came from, so that each format has one reader. Only data is written: maps, objects with
/// properties, and the CIM instances of Get-DscConfigurationStatus.
/// </summary>
internal static class PipelineJson
{
    private const string CimInstance = "Microsoft.Management.Infrastructure.CimInstance";
    private const int MaxDepth = 100;

    /// <summary>Whether an object can be a report.</summary>
    public static bool IsReport(PSObject item) => IsMap(item);

    /// <summary>Writes a value; anything nested too deep is null.</summary>
    public static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        PSObject? wrapped = value as PSObject;
        object? plain = ObjectReader.Unwrap(value);
        switch (plain)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case DateTime or DateTimeOffset or Enum or char or Guid or Uri or Version:
                writer.WriteStringValue(ObjectReader.ToText(plain));
                break;
            case TimeSpan span:
                writer.WriteNumberValue(span.TotalSeconds);
                break;
            case double or float or decimal or int or long or uint or ulong or short or ushort or byte or sbyte:
                WriteNumber(writer, plain);
                break;
            default:
                WriteNested(writer, wrapped ?? PSObject.AsPSObject(plain), plain, depth);
                break;
        }
    }

    private static void WriteNested(Utf8JsonWriter writer, PSObject item, object plain, int depth)
    {
        if (depth >= MaxDepth)
        {
            writer.WriteNullValue();
        }
        else if (plain is IDictionary map)
        {
            writer.WriteStartObject();
            foreach (DictionaryEntry entry in map)
            {
                writer.WritePropertyName(ObjectReader.ToText(entry.Key));
                Write(writer, entry.Value, depth + 1);
            }

            writer.WriteEndObject();
        }
        else if (plain is IEnumerable list)
        {
            writer.WriteStartArray();
            foreach (object? one in list)
            {
                Write(writer, one, depth + 1);
            }

            writer.WriteEndArray();
        }
        else if (IsMap(item))
        {
            WriteProperties(writer, item, depth);
        }
        else
        {
            writer.WriteStringValue(item.ToString());
        }
    }

    private static void WriteProperties(Utf8JsonWriter writer, PSObject item, int depth)
    {
        writer.WriteStartObject();
        foreach (PSPropertyInfo property in item.Properties)
        {
            // The class of a CIM instance is not data.
            if (!property.Name.StartsWith("Cim", StringComparison.Ordinal) && TryGet(property, out object? value))
            {
                writer.WritePropertyName(property.Name);
                Write(writer, value, depth + 1);
            }
        }

        writer.WriteEndObject();
    }

    private static bool TryGet(PSPropertyInfo property, out object? value)
    {
        try
        {
            value = property.Value;
            return true;
        }
        catch (RuntimeException)
        {
            value = null;
            return false;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, object number)
    {
        double value = ((IConvertible)number).ToDouble(CultureInfo.InvariantCulture);
        if (number is long or ulong or decimal)
        {
            writer.WriteNumberValue(((IConvertible)number).ToDecimal(CultureInfo.InvariantCulture));
        }
        else if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static bool IsMap(PSObject item) =>
        item.BaseObject is PSCustomObject or IDictionary || item.BaseObject.GetType().FullName == CimInstance;
}
