using DatadogOps.Aws.Iam;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.Tests.ConfigRuns.Reporting;

/// <summary>Runs to tell of.</summary>
internal static class Runs
{
    public static readonly DateTimeOffset End = new(2026, 3, 1, 11, 50, 0, TimeSpan.Zero);

    public static ConfigRunReport Failed(string message = "role \"app\" does not exist") => new()
    {
        Tool = "Puppet",
        ToolVersion = "7.23.0",
        HostName = "web01.example.com",
        RunId = "9d0df52e",
        Status = ConfigRunStatus.Failed,
        Phase = "Apply",
        StartTime = End.AddSeconds(-12.5),
        EndTime = End,
        ElapsedSeconds = 12.5,
        Total = 15,
        Updated = 1,
        Failed = 1,
        Skipped = 2,
        Environment = "pre production",
        Role = "web,db",
        FailedResource = "Exec[migrate database]",
        ErrorMessage = message,
        ErrorSource = "/etc/puppet/site.pp:2",
        Failures = List([Resource("Exec[migrate database]", ConfigRunResourceStatus.Failed, 2, message)]),
        Changes = List([Resource("File[/etc/motd]", ConfigRunResourceStatus.Changed, 7, null)]),
        SecondsByType = new Dictionary<string, double> { ["Exec"] = 11, ["File"] = 0.5 },
        NativeValues = new Dictionary<string, double> { ["resources.total"] = 15, ["time.config_retrieval"] = 0.7, ["resources.failed_to_restart"] = 0 },
    };

    public static ConfigRunReport Good(string tool, string? host = "web01") =>
        new() { Tool = tool, HostName = host, RunId = "1", Status = ConfigRunStatus.Changed, ElapsedSeconds = 3, Total = 2, Updated = 1, EndTime = End };

    public static ConfigRunResource Resource(string name, string status, int line, string? error) => new()
    {
        Tool = "Puppet",
        Name = name,
        Status = status,
        SourceFile = "/etc/puppet/site.pp",
        SourceLine = line,
        ErrorMessage = error,
        ChangedProperties = new ConfigRunList<ConfigRunChange>(error is null ? [new ConfigRunChange("content", null, null)] : [], 0),
    };

    public static ConfigRunList<ConfigRunResource> List(IReadOnlyList<ConfigRunResource> items, int total = 0) => new(items, total);
}
