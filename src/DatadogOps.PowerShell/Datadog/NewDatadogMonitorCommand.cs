using System.Collections;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Creates the definition of a monitor and checks it. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "DatadogMonitor", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(DatadogMonitor))]
public sealed class NewDatadogMonitorCommand : DatadogOpsCmdlet
{
    private const string QuerySet = "Query";
    private const string JsonSet = "Json";

    /// <summary>Name; the title of the alerts.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What to monitor, and its limit, such as avg(last_5m):avg:system.load.5{*} by {host} > 4.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <summary>Definitions as JSON: one object or an array.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = JsonSet)]
    [ValidateNotNullOrEmpty]
    public string Json { get; set; } = "";

    /// <summary>Text of the alerts.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNull]
    public string Message { get; set; } = "";

    /// <summary>Handles to notify: slack-dba, pagerduty-Database, dba@example.com.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] Notify { get; set; } = [];

    /// <summary>Kind of query.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ArgumentCompleter(typeof(MonitorTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string MonitorType { get; set; } = "query alert";

    /// <summary>Tags of the monitor itself.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Stable name by which the published monitor is found again. Defaults to one made of the name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <summary>Priority, 1 (high) to 5 (low).</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(1, 5)]
    public int PriorityLevel { get; set; }

    /// <summary>Limit of a warning.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public double? Warning { get; set; }

    /// <summary>Value at which an alert ends.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public double? CriticalRecovery { get; set; }

    /// <summary>Value at which a warning ends.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public double? WarningRecovery { get; set; }

    /// <summary>Seconds without data before an alert; rounded up to whole minutes.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(60, 2592000)]
    public int NoDataSec { get; set; }

    /// <summary>Seconds after which an ongoing alert notifies again; rounded up to whole minutes.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(60, 86400)]
    public int RenotifySec { get; set; }

    /// <summary>Seconds by which the evaluation is delayed.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(0, 86400)]
    public int EvaluationDelaySec { get; set; }

    /// <summary>Seconds during which a new group is not evaluated.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(0, 86400)]
    public int NewGroupDelaySec { get; set; }

    /// <summary>Evaluates only if the whole window has data.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public SwitchParameter RequireFullWindow { get; set; }

    /// <summary>Further options, as the API has them: @{ notify_by = @('host') }.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNull]
    public Hashtable? Option { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            foreach (DatadogMonitor monitor in ParameterSetName == JsonSet ? DefinitionReader.ReadMonitors(Json) : [Build()])
            {
                Write(monitor);
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    private DatadogMonitor Build()
    {
        DatadogMonitor monitor = MonitorBuilder.Create(Name, Query, Slug);
        monitor = monitor with
        {
            Type = MonitorType,
            Message = MonitorBuilder.Message(Message, Notify),
            Priority = PriorityLevel == 0 ? null : PriorityLevel,
            Warning = Warning,
            CriticalRecovery = CriticalRecovery,
            WarningRecovery = WarningRecovery,
            NotifyNoData = NoDataSec > 0,
            NoDataSeconds = NoDataSec == 0 ? null : NoDataSec,
            RenotifySeconds = RenotifySec == 0 ? null : RenotifySec,
            EvaluationDelaySeconds = EvaluationDelaySec == 0 ? null : EvaluationDelaySec,
            NewGroupDelaySeconds = NewGroupDelaySec == 0 ? null : NewGroupDelaySec,
            RequireFullWindow = RequireFullWindow.IsPresent,
        };
        return Option is null ? monitor : MonitorBuilder.WithOptions(monitor, JsonInput.ToObject(Option, "monitor option"));
    }

    private void Write(DatadogMonitor monitor)
    {
        string? slug = Slug is null ? monitor.Slug : ManagedMarker.CheckSlug(Slug);
        monitor = monitor with { Tags = ObjectReader.ParseTags(Tag).With(monitor.Tags.AsSpan()) };
        monitor = slug is null ? monitor : DefinitionReader.Mark(monitor, slug);
        bool isValid = true;
        foreach (MonitorFinding finding in MonitorRules.Check(monitor))
        {
            if (DefinitionInput.Error(finding) is { } error)
            {
                isValid = false;
                WriteError(ToErrorRecord(error));
            }
            else
            {
                WriteWarning($"{finding.Target}: {finding.Describe()} {finding.Recommendation}");
            }
        }

        if (isValid)
        {
            WriteObject(monitor);
        }
    }
}
