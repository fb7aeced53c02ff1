using System.Globalization;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>The texts of a run, each scrubbed of secrets before anything else is done with it.</summary>
internal sealed class RunWords(ConfigRunReport report, SecretScrubber scrubber)
{
    private const int MaxHost = 60;

    public ConfigRunReport Report => report;

    public string? Name => Scrub(report.Name);

    /// <summary>The host for a sentence.</summary>
    public string Host => Scrub(report.HostName) is { } host ? EventText.Line(host, MaxHost) : "this host";

    public string? Scrub(string? text) => string.IsNullOrWhiteSpace(text) ? null : scrubber.Scrub(text);

    /// <summary>Time that the run took, for a sentence: <c>12.3 seconds</c>, <c>21 minutes</c>; null when it is not known.</summary>
    public string? Duration => report.ElapsedSeconds switch
    {
        null or < 0 => null,
        < 1 and { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} seconds"),
        < 120 and { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} seconds"),
        < 7200 and { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} minutes"),
        { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.#} hours"),
    };
}
