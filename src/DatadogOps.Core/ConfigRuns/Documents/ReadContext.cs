using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>What the readers of all tools need beside the document.</summary>
/// <param name="SourcePath">The file; null for what came by the pipeline.</param>
/// <param name="Resources">Give each resource instead of each run.</param>
/// <param name="Scrubber">Takes the secrets out of all texts.</param>
internal sealed record ReadContext(string? SourcePath, bool Resources, SecretScrubber Scrubber)
{
    // Longer than any message a person reads; a megabyte of a command's output is not one.
    private const int MaxMessage = 8 * 1024;
    private const int MaxValue = 300;
    private const int MaxScrubbed = 32 * MaxMessage;

    /// <summary>A message without secrets, cut where it is too long to be read.</summary>
    public string? Message(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = text.Trim();
        int beyond = Math.Max(0, text.Length - MaxScrubbed);
        return Cut(Scrubber.Scrub(beyond == 0 ? text : text[..MaxScrubbed]), MaxMessage, beyond);
    }

    /// <summary>A name or value without secrets, on one line.</summary>
    public string? Short(string? text) => text is null ? null : Cut(Scrubber.Scrub(text.Length > DocumentReader.MaxValueLength ? text[..DocumentReader.MaxValueLength] : text).ReplaceLineEndings(" "), MaxValue, 0);

    /// <summary>A changed property without secrets; a property that is a secret by its name shows no value.</summary>
    public ConfigRunChange Change(string property, string? before, string? after)
    {
        bool isSecret = Scrubber.IsSecretName(property);
        return new ConfigRunChange(Short(property)!, Value(before, isSecret), Value(after, isSecret));
    }

    private string? Value(string? text, bool isSecret) => string.IsNullOrEmpty(text) ? null : isSecret ? SecretScrubber.Mask : Short(text);

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
}
