using System.Text.Json.Nodes;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Monitors;

/// <summary>
/// A monitor: a definition, or one that exists at Datadog. The properties cover what most monitors use. Everything else that the API
/// returned is kept as well, and is included when the monitor is published or exported. Fields and limits are those of
/// <c>/api/v1/monitor</c>.
/// </summary>
public sealed record DatadogMonitor
{
    /// <summary>Type of a metric monitor; <c>metric alert</c> is its older name, and Datadog treats both alike.</summary>
    public const string MetricType = "query alert";

    /// <summary>Datadog's id; null for a definition that is not published yet.</summary>
    public long? Id { get; init; }

    /// <summary>Name; the title of the alerts.</summary>
    public required string Name { get; init; }

    /// <summary>Stable name by which a published definition is found again; null if this module does not manage the monitor.</summary>
    public string? Slug => ManagedMarker.SlugOf(Tags);

    /// <summary>Kind of query, such as <c>query alert</c> or <c>log alert</c>.</summary>
    public string Type { get; init; } = MetricType;

    /// <summary>What is monitored, and its limit.</summary>
    public required string Query { get; init; }

    /// <summary>Text of the alerts, with Datadog's template variables and the handles to notify (<c>@...</c>).</summary>
    public string Message { get; init; } = "";

    /// <summary>Tags of the monitor itself.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>1 (high) to 5 (low), or null.</summary>
    public int? Priority { get; init; }

    /// <summary>Limit of an alert; the same number as in the query.</summary>
    public double? Critical { get; init; }

    /// <summary>Value at which an alert ends; null for the limit itself.</summary>
    public double? CriticalRecovery { get; init; }

    /// <summary>Limit of a warning, or null for none.</summary>
    public double? Warning { get; init; }

    /// <summary>Value at which a warning ends; null for its limit.</summary>
    public double? WarningRecovery { get; init; }

    /// <summary>Whether missing data raises an alert.</summary>
    public bool? NotifyNoData { get; init; }

    /// <summary>Seconds without data before an alert, in whole minutes. Datadog recommends at least twice the query's window.</summary>
    public int? NoDataSeconds { get; init; }

    /// <summary>Seconds after which an ongoing alert notifies again, in whole minutes; null for never.</summary>
    public int? RenotifySeconds { get; init; }

    /// <summary>Whether a full window of data is required; false suits sparse points.</summary>
    public bool? RequireFullWindow { get; init; }

    /// <summary>Seconds by which the evaluation is delayed, for points that arrive late.</summary>
    public int? EvaluationDelaySeconds { get; init; }

    /// <summary>Seconds during which a new group is not evaluated.</summary>
    public int? NewGroupDelaySeconds { get; init; }

    /// <summary>Current state: <c>OK</c>, <c>Warn</c>, <c>Alert</c>, <c>No Data</c>; null for a definition.</summary>
    public string? State { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Handle of who created it.</summary>
    public string? Creator { get; init; }

    /// <summary>The definition as it was read, including what the properties do not cover; never changed.</summary>
    internal JsonObject? Source { get; init; }

    /// <summary>The definition as the API takes it, without fields that only describe its state.</summary>
    public string ToJson() => DefinitionJson.Text(MonitorJson.Write(this));

    /// <summary>The monitor's name.</summary>
    public override string ToString() => Name;
}
