using System.Globalization;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Model;

/// <summary>Collects the data of one run and builds its report. Keeps up to a hundred failed and a hundred changed resources.</summary>
internal sealed class RunBuilder(ReadContext context, string tool)
{
    /// <summary>Maximum number of failed, and of changed, resources of a report.</summary>
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

    /// <summary>Whether the tool reports the run as failed.</summary>
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

    /// <summary>Number of resources counted.</summary>
    public int Added { get; private set; }

    /// <summary>Number of resources counted with a status.</summary>
    public int CountOf(string status) => _counts.GetValueOrDefault(status);

    /// <summary>Whether a resource of this status is kept, or only counted.</summary>
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

    /// <summary>Counts a resource that is not built yet.</summary>
    /// <returns>Whether to build it when the report is complete: all if resources are requested, else the first hundred.</returns>
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

    /// <summary>Counts a resource, and keeps it unless resources are requested.</summary>
    /// <returns>Whether to return it.</returns>
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

    /// <summary>The report. Its status is that of the tool, else derived from the counts.</summary>
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

    // FNV-1a: the same report has the same id in every process; forged collisions do no harm.
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
