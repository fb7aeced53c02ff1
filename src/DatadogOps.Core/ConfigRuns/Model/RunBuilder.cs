using System.Globalization;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Model;

/// <summary>Gathers what a report tells of one run, and makes the report of it. Keeps a hundred resources of a kind, however many there are.</summary>
internal sealed class RunBuilder(ReadContext context, string tool)
{
    /// <summary>How many failed and how many changed resources a report keeps.</summary>
    public const int MaxKept = 100;

    private readonly List<ConfigRunResource> _failed = [];
    private readonly List<ConfigRunResource> _changed = [];
    private readonly Dictionary<string, int> _counts = [];

    private int FailedCount => CountOf(ConfigRunResourceStatus.Failed);

    private int ChangedCount => CountOf(ConfigRunResourceStatus.Changed) + CountOf(ConfigRunResourceStatus.Pending);

    public string? ToolVersion { get; set; }

    public string? HostName { get; set; }

    public string? RunId { get; set; }

    public string? Name { get; set; }

    public string? Phase { get; set; }

    public bool NoOp { get; set; }

    /// <summary>Whether the tool calls the run failed.</summary>
    public bool IsFailed { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? EndTime { get; set; }

    public double? ElapsedSeconds { get; set; }

    public int? Total { get; set; }

    public int? Updated { get; set; }

    public int? Failed { get; set; }

    public int? Skipped { get; set; }

    public int? Pending { get; set; }

    public string? FailedResource { get; set; }

    public string? ErrorMessage { get; set; }

    public string? ErrorSource { get; set; }

    public string? StackTrace { get; set; }

    public string? Environment { get; set; }

    public string? Role { get; set; }

    public Dictionary<string, double> SecondsByType { get; } = [];

    public Dictionary<string, double> NativeValues { get; } = [];

    /// <summary>How many resources were added.</summary>
    public int Added { get; private set; }

    /// <summary>How many resources of a status were counted.</summary>
    public int CountOf(string status) => _counts.GetValueOrDefault(status);

    /// <summary>Whether a resource of this status has to be made, or only counted.</summary>
    public bool Keeps(string status) => context.Resources || status switch
    {
        ConfigRunResourceStatus.Failed => _failed.Count < MaxKept,
        ConfigRunResourceStatus.Changed or ConfigRunResourceStatus.Pending => _changed.Count < MaxKept,
        _ => false,
    };

    /// <summary>Counts a resource and its time.</summary>
    public void Count(string status, string? type, double? seconds)
    {
        _counts[status] = CountOf(status) + 1;
        Added++;
        if (type is not null && RunTime.Plausible(seconds) is { } time)
        {
            SecondsByType[type] = SecondsByType.GetValueOrDefault(type) + time;
        }
    }

    /// <summary>Counts a resource that is not made yet.</summary>
    /// <returns>Whether it has to be made when the report is known: each where somebody asked for resources, else the first hundred.</returns>
    public bool CountFirst(string status, string? type, double? seconds)
    {
        bool isFirst = context.Resources || status switch
        {
            ConfigRunResourceStatus.Failed => FailedCount < MaxKept,
            ConfigRunResourceStatus.Changed or ConfigRunResourceStatus.Pending => ChangedCount < MaxKept,
            _ => false,
        };
        Count(status, type, seconds);
        return isFirst;
    }

    /// <summary>Counts a resource, and keeps it where it is not given to somebody who asked for resources.</summary>
    /// <returns>Whether to give it.</returns>
    public bool Take(ConfigRunResource resource)
    {
        Count(resource.Status, resource.Type, resource.ElapsedSeconds);
        if (!context.Resources)
        {
            Keep(resource);
        }

        return context.Resources;
    }

    /// <summary>Keeps a resource that was counted.</summary>
    public void Keep(ConfigRunResource resource)
    {
        List<ConfigRunResource>? list = resource.Status switch
        {
            ConfigRunResourceStatus.Failed => _failed,
            ConfigRunResourceStatus.Changed or ConfigRunResourceStatus.Pending => _changed,
            _ => null,
        };
        if (list is not null && list.Count < MaxKept)
        {
            list.Add(resource);
        }
    }

    /// <summary>The report. Its status is what the tool said, and else what the counts say.</summary>
    public ConfigRunReport Build()
    {
        string status =
            IsFailed ? ConfigRunStatus.Failed
            : Updated > 0 ? ConfigRunStatus.Changed
            : Pending > 0 ? ConfigRunStatus.Pending
            : ConfigRunStatus.Unchanged;
        return context.Redactor.Redact(new ConfigRunReport
        {
            Tool = tool,
            ToolVersion = ToolVersion,
            HostName = HostName,
            RunId = RunId ?? IdOfContent(),
            Name = Name,
            Status = status,
            Phase = Phase,
            NoOp = NoOp,
            StartTime = StartTime,
            EndTime = EndTime ?? (RunTime.Plausible(ElapsedSeconds) is { } elapsed ? RunTime.Add(StartTime, elapsed) : null),
            ElapsedSeconds = RunTime.Plausible(ElapsedSeconds) ?? (EndTime - StartTime)?.TotalSeconds,
            Total = Total,
            Updated = Updated,
            Failed = Failed,
            Skipped = Skipped,
            Pending = Pending,
            FailedResource = status == ConfigRunStatus.Failed ? FailedResource : null,
            ErrorMessage = status == ConfigRunStatus.Failed ? ErrorMessage : null,
            ErrorSource = status == ConfigRunStatus.Failed ? ErrorSource : null,
            StackTrace = StackTrace,
            Environment = Environment,
            Role = Role,
            SourcePath = context.SourcePath,
            Failures = new ConfigRunList<ConfigRunResource>(_failed, Math.Min(FailedCount, Failed ?? FailedCount)),
            Changes = new ConfigRunList<ConfigRunResource>(_changed, ChangedCount),
            SecondsByType = SecondsByType,
            NativeValues = NativeValues,
        });
    }

    // FNV-1a: the same report has the same id in every process, and nothing hangs on two ids that are made to be alike.
    private string IdOfContent()
    {
        ulong hash = 14695981039346656037;
        foreach (char one in string.Create(CultureInfo.InvariantCulture, $"{tool}|{HostName}|{Name}|{StartTime:O}|{EndTime:O}|{ElapsedSeconds}|{Total}|{Updated}|{Failed}|{Skipped}|{FailedResource}"))
        {
            hash = (hash ^ one) * 1099511628211;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
