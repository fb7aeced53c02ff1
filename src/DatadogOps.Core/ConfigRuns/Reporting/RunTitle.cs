using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>
/// The one line that says what a run did, in the words of each tool's own reporter: DataDog/chef-handler-datadog,
/// puppet-datadog-agent (datadog_reports) and ansible-datadog-callback.
/// </summary>
internal static class RunTitle
{
    // The API takes more, and a newsfeed shows no more of it on one line.
    private const int MaxLength = 160;

    private const int MaxName = 60;

    /// <summary>The title of a run's event.</summary>
    public static string Of(RunWords words)
    {
        ConfigRunReport report = words.Report;
        string title = report.Tool switch
        {
            "Chef" => OfChef(words),
            "Puppet" => OfPuppet(words),
            "Ansible" => OfAnsible(words),
            "Dsc" => OfOther(words, "DSC configuration"),
            _ => OfOther(words, report.Tool + " states"),
        };
        return EventText.Clip(report.NoOp ? title + " (noop)" : title, MaxLength);
    }

    private static string OfChef(RunWords words)
    {
        string within = Within(words);
        return words.Report.Status switch
        {
            ConfigRunStatus.Failed when words.Report.Phase == "Compile" => $"Chef failed during compile phase on {words.Host}",
            ConfigRunStatus.Failed => $"Chef failed{within} on {words.Host}",
            _ => $"Chef completed{within} on {words.Host}",
        };
    }

    private static string OfPuppet(RunWords words) => words.Report.Status switch
    {
        ConfigRunStatus.Failed when words.Report.Phase == "Catalog" => $"Puppet failed for want of a catalog on {words.Host}",
        ConfigRunStatus.Failed => $"Puppet failed on {words.Host}",
        ConfigRunStatus.Changed => $"Puppet changed resources on {words.Host}",
        ConfigRunStatus.Pending => $"Puppet would change resources on {words.Host}",
        _ => $"Puppet ran on, and left {words.Host} unchanged",
    };

    private static string OfAnsible(RunWords words)
    {
        string playbook = words.Name is { } name ? $"Ansible playbook \"{EventText.Line(name, MaxName)}\"" : "Ansible";
        if (words.Report.HostName is null)
        {
            return words.Report.Status == ConfigRunStatus.Failed
                ? $"{playbook} completed{Within(words)} with errors"
                : $"{playbook} completed{Within(words)} successfully";
        }

        return words.Report.Status switch
        {
            ConfigRunStatus.Failed when words.Report.Phase == "Connect" => $"{playbook} could not reach {words.Host}",
            ConfigRunStatus.Failed => $"{playbook} failed on {words.Host}",
            ConfigRunStatus.Changed => $"{playbook} changed {words.Host}",
            ConfigRunStatus.Pending => $"{playbook} would change {words.Host}",
            _ => $"{playbook} left {words.Host} unchanged",
        };
    }

    private static string OfOther(RunWords words, string what) => words.Report.Status switch
    {
        ConfigRunStatus.Failed => $"{what} failed on {words.Host}",
        ConfigRunStatus.Changed => $"{what} changed {words.Host}",
        ConfigRunStatus.Pending => $"{what} would change {words.Host}",
        _ => $"{what} left {words.Host} unchanged",
    };

    private static string Within(RunWords words) => words.Duration is { } duration ? " in " + duration : "";
}
