using System.Text;
using System.Text.Json;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Recognises by a document's first keys which tool wrote it.</summary>
internal static class FormatRecognizer
{
    // Top-level keys that only one format has.
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["all_resources"] = ConfigRunFormat.ChefJsonFile,
        ["updated_resources"] = ConfigRunFormat.ChefJsonFile,
        ["node"] = ConfigRunFormat.ChefJsonFile,
        ["message_type"] = ConfigRunFormat.ChefDataCollector,
        ["message_version"] = ConfigRunFormat.ChefDataCollector,
        ["chef_server_fqdn"] = ConfigRunFormat.ChefDataCollector,
        ["entity_uuid"] = ConfigRunFormat.ChefDataCollector,
        ["expanded_run_list"] = ConfigRunFormat.ChefDataCollector,
        ["total_resource_count"] = ConfigRunFormat.ChefDataCollector,
        ["report_format"] = ConfigRunFormat.PuppetReport,
        ["puppet_version"] = ConfigRunFormat.PuppetReport,
        ["transaction_uuid"] = ConfigRunFormat.PuppetReport,
        ["configuration_version"] = ConfigRunFormat.PuppetReport,
        ["resource_statuses"] = ConfigRunFormat.PuppetReport,
        ["certname"] = ConfigRunFormat.PuppetReport,
        ["cached_catalog_status"] = ConfigRunFormat.PuppetReport,
        ["catalog_uuid"] = ConfigRunFormat.PuppetReport,
        ["external_times"] = ConfigRunFormat.PuppetReport,
        ["plays"] = ConfigRunFormat.AnsibleJson,
        ["global_custom_stats"] = ConfigRunFormat.AnsibleJson,
        ["_event"] = ConfigRunFormat.AnsibleJsonLines,
        ["executionInformation"] = ConfigRunFormat.DscResult,
        ["results"] = ConfigRunFormat.DscResult,
        ["hadErrors"] = ConfigRunFormat.DscResult,
        ["Microsoft.DSC"] = ConfigRunFormat.DscResult,
        ["fun"] = ConfigRunFormat.Salt,
        ["jid"] = ConfigRunFormat.Salt,
        ["fun_args"] = ConfigRunFormat.Salt,
        ["outputter"] = ConfigRunFormat.Salt,
    };

    // DSC's objects come from PowerShell, with names in any case and properties in any order.
    private static readonly HashSet<string> DscKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "ResourcesInDesiredState", "ResourcesNotInDesiredState", "DurationInSeconds", "LCMVersion", "StatusData", "MetaConfiguration",
        "NumberOfResources", "RebootRequested", "OperationType",
    };

    // Messages of Salt if a minion has no results.
    private static readonly string[] SaltErrors =
    [
        "Minion did not return", "No matching sls", "Rendering SLS", "Data failed to compile", "Specified SLS", "The function \"state.", "State '",
        "Pillar failed to render", "The minion", "No states found", "Detected conflicting IDs", "Cannot extend ID", "Requisite", "No Top file", "Passed invalid arguments", "Recursive requisite",
        "Unhandled exception running", "ERROR executing", "'state.", "Traceback (most recent call last)",
    ];

    /// <summary>The format of a JSON document, by its beginning; null if unknown.</summary>
    public static string? OfJson(ReadOnlySpan<byte> head, bool isWhole)
    {
        var reader = new Utf8JsonReader(head, isWhole, new JsonReaderState(new JsonReaderOptions { MaxDepth = DocumentReader.MaxDepth + 1 }));
        try
        {
            string? top = null;
            while (reader.Read())
            {
                bool isKey = reader.TokenType == JsonTokenType.PropertyName;
                if (isKey && reader.CurrentDepth == 1)
                {
                    top = reader.GetString()!;
                    if (OfKey(top) is { } format)
                    {
                        return format;
                    }
                }
                else if (isKey && reader.CurrentDepth <= 5 && OfNestedKey(reader.GetString()!) is { } nested)
                {
                    return nested;
                }
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth is >= 1 and <= 4 && top is not null && IsSaltError(reader.GetString()!))
                {
                    return ConfigRunFormat.Salt;
                }
                else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    return null;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Invalid; the reader reports where.
        }

        return null;
    }

    /// <summary>The format of a YAML file, by its beginning; null if unknown.</summary>
    public static string? OfYaml(ReadOnlySpan<byte> text)
    {
        if (FirstLine(text).IndexOf("Puppet::Transaction::Report"u8) >= 0)
        {
            return ConfigRunFormat.PuppetReport;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> line = FirstLine(text);
            text = text[Math.Min(text.Length, line.Length + 1)..];
            int colon = line.IndexOf((byte)':');
            if (colon > 0 && line[0] is not ((byte)' ' or (byte)'#' or (byte)'-'))
            {
                string key = Encoding.UTF8.GetString(line[..Math.Min(colon, 100)]);
                if (OfKey(key) is { } format && format != ConfigRunFormat.ChefJsonFile)
                {
                    return format;
                }

                keys.Add(key);
            }

            if (line.IndexOf("_|-"u8) >= 0 || IsSaltError(line))
            {
                return ConfigRunFormat.Salt;
            }
        }

        return keys.Contains("version") && (keys.Contains("time") || keys.Contains("resources")) ? ConfigRunFormat.PuppetSummary : null;
    }

    private static string? OfKey(string key) =>
        Keys.TryGetValue(key, out string? format) ? format : DscKeys.Contains(key) ? ConfigRunFormat.DscStatus : OfNestedKey(key);

    private static string? OfNestedKey(string key) =>
        key.Contains("_|-", StringComparison.Ordinal) ? ConfigRunFormat.Salt
        : key == "Microsoft.DSC" ? ConfigRunFormat.DscResult
        : null;

    private static bool IsSaltError(string text) => Array.Exists(SaltErrors, one => text.StartsWith(one, StringComparison.Ordinal));

    // "web01: Minion did not return", "- Rendering SLS 'base:web' failed": the beginning of a minion's value.
    private static bool IsSaltError(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf(": "u8);
        ReadOnlySpan<byte> value = (line.StartsWith("- "u8) ? line[2..] : colon > 0 && line[0] is not ((byte)' ' or (byte)'#') ? line[(colon + 2)..] : []).Trim("'\" "u8);
        return !value.IsEmpty && IsSaltError(Encoding.UTF8.GetString(value[..Math.Min(value.Length, 100)]));
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }
}
