using System.Globalization;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>
/// The line that says what a run did, worded like each tool's own reporter: DataDog/chef-handler-datadog,
/// puppet-datadog-agent (datadog_reports) and ansible-datadog-callback.
/// </summary>
internal static class RunTitle
{
    // The API accepts more, but the event stream shows no more on one line.
    private const int MaxLength = 160;

    private const int MaxName = 60;

    /// <summary>The title of a run's event.</summary>
    public static string Of(ConfigRunReport report)
    {
        string title = report.Tool switch
        {
            "Chef" => OfChef(report),
            "Puppet" => OfPuppet(report),
            "Ansible" => OfAnsible(report),
            "Dsc" => OfOther(report, "DSC configuration"),
            _ => OfOther(report, report.Tool + " states"),
        };
        return EventText.Clip(report.NoOp ? title + " (noop)" : title, MaxLength);
    }

    /// <summary>Duration of a run, for a sentence: <c>12.3 seconds</c>, <c>21 minutes</c>; null if unknown.</summary>
    public static string? Duration(ConfigRunReport report) => report.ElapsedSeconds switch
    {
        null or < 0 => null,
        < 1 and { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} seconds"),
        < 120 and { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} seconds"),
        < 7200 and { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} minutes"),
        { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.#} hours"),
    };

    private static string OfChef(ConfigRunReport report)
    {
        string within = Within(report);
        return report.Status switch
        {
            ConfigRunStatus.Failed when report.Phase == "Compile" => $"Chef failed during compile phase on {Host(report)}",
            ConfigRunStatus.Failed => $"Chef failed{within} on {Host(report)}",
            _ => $"Chef completed{within} on {Host(report)}",
        };
    }

    private static string OfPuppet(ConfigRunReport report) => report.Status switch
    {
        ConfigRunStatus.Failed when report.Phase == "Catalog" => $"Puppet could not obtain a catalog on {Host(report)}",
        ConfigRunStatus.Failed => $"Puppet failed on {Host(report)}",
        ConfigRunStatus.Changed => $"Puppet changed resources on {Host(report)}",
        ConfigRunStatus.Pending => $"Puppet would change resources on {Host(report)}",
        _ => $"Puppet ran on, and left {Host(report)} unchanged",
    };

    private static string OfAnsible(ConfigRunReport report)
    {
        string playbook = report.Name is { } name ? $"Ansible playbook \"{EventText.Line(name, MaxName)}\"" : "Ansible";
        if (report.HostName is null)
        {
            return report.Status == ConfigRunStatus.Failed
                ? $"{playbook} completed{Within(report)} with errors"
                : $"{playbook} completed{Within(report)} successfully";
        }

        return report.Status switch
        {
            ConfigRunStatus.Failed when report.Phase == "Connect" => $"{playbook} could not reach {Host(report)}",
            ConfigRunStatus.Failed => $"{playbook} failed on {Host(report)}",
            ConfigRunStatus.Changed => $"{playbook} changed {Host(report)}",
            ConfigRunStatus.Pending => $"{playbook} would change {Host(report)}",
            _ => $"{playbook} left {Host(report)} unchanged",
        };
    }

    private static string OfOther(ConfigRunReport report, string what) => report.Status switch
    {
        ConfigRunStatus.Failed => $"{what} failed on {Host(report)}",
        ConfigRunStatus.Changed => $"{what} changed {Host(report)}",
        ConfigRunStatus.Pending => $"{what} would change {Host(report)}",
        _ => $"{what} left {Host(report)} unchanged",
    };

    private static string Within(ConfigRunReport report) => Duration(report) is { } duration ? " in " + duration : "";

    private static string Host(ConfigRunReport report) => report.HostName is { } host ? EventText.Line(host, MaxName) : "this host";
}
