using System.Collections;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Makes the definition of a monitor, and says what is wrong with it. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "DatadogMonitor", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(DatadogMonitor))]
public sealed class NewDatadogMonitorCommand : DatadogOpsCmdlet
{
    private const string QuerySet = "Query";
    private const string JsonSet = "Json";

    /// <summary>Its name, as the title of its alerts.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What is watched, and its limit: avg(last_5m):avg:system.load.5{*} by {host} > 4.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <summary>Definitions as JSON: one object, or a list of them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = JsonSet)]
    [ValidateNotNullOrEmpty]
    public string Json { get; set; } = "";

    /// <summary>Text of the alerts.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNull]
    public string Message { get; set; } = "";

    /// <summary>Whom to tell: slack-dba, pagerduty-Database, dba@example.com.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] Notify { get; set; } = [];

    /// <summary>What kind of query it is.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ArgumentCompleter(typeof(MonitorTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string MonitorType { get; set; } = "query alert";

    /// <summary>Tags of the monitor itself.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Lasting name by which the published monitor is found again; made of the name unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <summary>1 (high) to 5 (low).</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(1, 5)]
    public int PriorityLevel { get; set; }

    /// <summary>Where a warning begins.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public double? Warning { get; set; }

    /// <summary>Where an alert ends.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public double? CriticalRecovery { get; set; }

    /// <summary>Where a warning ends.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public double? WarningRecovery { get; set; }

    /// <summary>Minutes without data after which that is told.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(1, 43200)]
    public int NoDataMinutes { get; set; }

    /// <summary>Minutes after which an alert that lasts is told again.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(1, 1440)]
    public int RenotifyMinutes { get; set; }

    /// <summary>Seconds by which the evaluation is delayed.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(0, 86400)]
    public int EvaluationDelaySec { get; set; }

    /// <summary>Seconds for which a new group is left alone.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(0, 86400)]
    public int NewGroupDelaySec { get; set; }

    /// <summary>Evaluates only where the whole window has data.</summary>
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
            NotifyNoData = NoDataMinutes > 0,
            NoDataMinutes = NoDataMinutes == 0 ? null : NoDataMinutes,
            RenotifyMinutes = RenotifyMinutes == 0 ? null : RenotifyMinutes,
            EvaluationDelaySec = EvaluationDelaySec == 0 ? null : EvaluationDelaySec,
            NewGroupDelaySec = NewGroupDelaySec == 0 ? null : NewGroupDelaySec,
            RequireFullWindow = RequireFullWindow.IsPresent,
        };
        return Option is null ? monitor : MonitorBuilder.WithOptions(monitor, JsonInput.ToObject(Option, "monitor option"));
    }

    private void Write(DatadogMonitor monitor)
    {
        string? slug = Slug is null ? monitor.Slug : ManagedMarker.CheckSlug(Slug);
        monitor = monitor with { Tags = ObjectReader.ParseTags(Tag).With(monitor.Tags.AsSpan()) };
        monitor = slug is null ? monitor : DefinitionReader.Mark(monitor, slug);
        bool isGood = true;
        foreach (DefinitionFinding finding in MonitorRules.Check(monitor))
        {
            if (DefinitionInput.Refusal(finding) is { } refusal)
            {
                isGood = false;
                WriteError(ToErrorRecord(refusal));
            }
            else
            {
                WriteWarning($"{finding.Name}, {finding.Field}: {finding.Message} {finding.Advice}");
            }
        }

        if (isGood)
        {
            WriteObject(monitor);
        }
    }
}
