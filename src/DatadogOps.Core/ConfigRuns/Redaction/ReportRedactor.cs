using System.Text.RegularExpressions;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>
/// Redacts reports and resources when they are built, removes control characters and cuts texts that are too long to read. This is the only
/// place where that is done: whatever holds one of these objects may show and send it.
/// </summary>
/// <param name="secrets">Finds secrets.</param>
public sealed partial class ReportRedactor(SecretRedactor secrets)
{
    // Longer than any message a person reads; a megabyte of a command's output is not one.
    private const int MaxMessage = 8 * 1024;
    private const int MaxLine = 300;
    private const int MaxRedacted = 32 * MaxMessage;

    // Nobody reads more series of one run; of many types the slowest are kept.
    private const int MaxTypes = 100;
    private const int MaxNative = 300;

    /// <summary>A report without secrets.</summary>
    /// <param name="raw">What was read; its resources are redacted already.</param>
    public ConfigRunReport Redact(ConfigRunReport raw) => raw with
    {
        ToolVersion = Line(raw.ToolVersion),
        HostName = Line(raw.HostName),
        RunId = Line(raw.RunId),
        Name = Line(raw.Name),
        Phase = Line(raw.Phase),
        FailedResource = Line(raw.FailedResource),
        ErrorMessage = Message(raw.ErrorMessage),
        ErrorSource = Line(raw.ErrorSource),
        StackTrace = Message(raw.StackTrace),
        Environment = Line(raw.Environment),
        Role = Line(raw.Role, MaxMessage),
        SecondsByType = Names(raw.SecondsByType.OrderByDescending(pair => pair.Value).Take(MaxTypes)),
        NativeValues = Names(raw.NativeValues.Take(MaxNative)),
    };

    /// <summary>A resource without secrets.</summary>
    public ConfigRunResource Redact(ConfigRunResource raw) => raw with
    {
        HostName = Line(raw.HostName),
        RunId = Line(raw.RunId),
        Name = Line(raw.Name) ?? "",
        Type = Line(raw.Type),
        SourceFile = Line(raw.SourceFile),
        ChangedProperties = raw.ChangedProperties.Select(Redact),
        ErrorMessage = Message(raw.ErrorMessage),
    };

    /// <summary>A message without secrets, cut if it is too long to read.</summary>
    internal string? Message(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = text.Trim();
        int beyond = Math.Max(0, text.Length - MaxRedacted);
        return Cut(secrets.Redact(Control().Replace(beyond == 0 ? text : text[..MaxRedacted], "")), MaxMessage, beyond);
    }

    // A property that is secret by its name shows no value.
    private ConfigRunChange Redact(ConfigRunChange raw)
    {
        bool isSecret = secrets.IsSecretName(raw.Property);
        return new ConfigRunChange(Line(raw.Property) ?? "", Value(raw.Before, isSecret), Value(raw.After, isSecret));
    }

    private string? Value(string? text, bool isSecret) => string.IsNullOrEmpty(text) ? null : isSecret ? SecretRedactor.Mask : Line(text);

    // A name or value on one line.
    private string? Line(string? text, int limit = MaxLine) => string.IsNullOrWhiteSpace(text)
        ? null
        : Cut(secrets.Redact(Control().Replace(text.Length > DocumentReader.MaxValueLength ? text[..DocumentReader.MaxValueLength] : text, "")).ReplaceLineEndings(" "), limit, 0);

    private Dictionary<string, double> Names(IEnumerable<KeyValuePair<string, double>> values)
    {
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, double value) in values)
        {
            named[Line(name) ?? "unknown"] = value;
        }

        return named;
    }

    private static string Cut(string text, int length, int beyond)
    {
        if (text.Length <= length && beyond == 0)
        {
            return text;
        }

        int end = Math.Min(length, text.Length);
        end -= char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return $"{text[..end]}... ({text.Length - end + beyond} more characters)";
    }

    // Colors and other sequences of terminals, and control characters except line feeds and tabs.
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0B-\x1F\x7F-\x9F]")]
    private static partial Regex Control();
}
