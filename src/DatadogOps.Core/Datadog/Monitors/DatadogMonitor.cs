using System.Text.Json.Nodes;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Monitors;

/// <summary>
/// A monitor: a definition made here, or one that Datadog has. The properties are what most monitors have; what else the API
/// knows of it is kept beside them, and goes along where the monitor is published or exported. Fields and limits are those of
/// <c>/api/v1/monitor</c>.
/// </summary>
public sealed record DatadogMonitor
{
    /// <summary>Type of a metric monitor; <c>metric alert</c> is its old name, which Datadog takes for the same.</summary>
    public const string MetricType = "query alert";

    /// <summary>Datadog's number for it; null for a definition that is not published yet.</summary>
    public long? Id { get; init; }

    /// <summary>Name, as the title of its alerts.</summary>
    public required string Name { get; init; }

    /// <summary>Lasting name by which a published definition is found again; null where it is not managed by this module.</summary>
    public string? Slug => ManagedMarker.SlugOf(Tags);

    /// <summary>What kind of query it is.</summary>
    public string Type { get; init; } = MetricType;

    /// <summary>What is watched, and its limit.</summary>
    public required string Query { get; init; }

    /// <summary>Text of the alerts, with Datadog's template variables, and whom to tell (<c>@...</c>).</summary>
    public string Message { get; init; } = "";

    /// <summary>Tags of the monitor itself.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>1 (high) to 5 (low), or null.</summary>
    public int? Priority { get; init; }

    /// <summary>The limit; the same number as in the query.</summary>
    public double? Critical { get; init; }

    /// <summary>Where an alert ends; null for the limit itself.</summary>
    public double? CriticalRecovery { get; init; }

    /// <summary>Where a warning begins, or null for none.</summary>
    public double? Warning { get; init; }

    /// <summary>Where a warning ends; null for where it begins.</summary>
    public double? WarningRecovery { get; init; }

    /// <summary>Whether missing data is told.</summary>
    public bool? NotifyNoData { get; init; }

    /// <summary>Minutes without data before that is told; Datadog advises twice the query's window at least.</summary>
    public int? NoDataMinutes { get; init; }

    /// <summary>Minutes after which an alert that lasts is told again; null for never.</summary>
    public int? RenotifyMinutes { get; init; }

    /// <summary>Whether a full window of data is needed; false is right for points that come seldom.</summary>
    public bool? RequireFullWindow { get; init; }

    /// <summary>Seconds by which the evaluation is delayed, for points that come late.</summary>
    public int? EvaluationDelaySec { get; init; }

    /// <summary>Seconds for which a new group is left alone.</summary>
    public int? NewGroupDelaySec { get; init; }

    /// <summary>What Datadog says of it now: <c>OK</c>, <c>Warn</c>, <c>Alert</c>, <c>No Data</c>; null for a definition.</summary>
    public string? State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Who made it, by their handle.</summary>
    public string? Creator { get; init; }

    /// <summary>The definition as it was read, with all that the properties do not show; never changed.</summary>
    internal JsonObject? Source { get; init; }

    /// <summary>The definition as the API takes it, without what only tells of its state.</summary>
    public string ToJson() => DefinitionJson.Text(MonitorJson.Write(this));

    /// <summary>The monitor's name.</summary>
    public override string ToString() => Name;
}
