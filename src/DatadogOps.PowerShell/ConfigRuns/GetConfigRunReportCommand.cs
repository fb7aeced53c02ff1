using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Reads reports of Chef, Puppet, Ansible, DSC and Salt.</summary>
[Cmdlet(VerbsCommon.Get, "ConfigRunReport", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ConfigRunReport), typeof(ConfigRunResource))]
public sealed class GetConfigRunReportCommand : DatadogOpsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputSet = "InputObject";

    private ConfigRunReadWork? _work;

    /// <summary>Files, with wildcards; <c>-</c> is standard input.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files whose names are taken literally.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Files of Get-ChildItem, text of reports, objects of ConvertFrom-Json and of Get-DscConfigurationStatus.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowEmptyString]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Format of the reports, if it is not recognised by the content.</summary>
    [Parameter]
    [ValidateSet(
        "Auto", "ChefJsonFile", "ChefDataCollector", "PuppetReport", "PuppetSummary", "AnsibleJson", "AnsibleJsonLines", "DscStatus", "DscResult", "Salt")]
    public string Format { get; set; } = "Auto";

    /// <summary>Returns each resource of the runs instead of each run.</summary>
    [Parameter]
    public SwitchParameter Resource { get; set; }

    /// <summary>Regular expressions of additional secrets to redact.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RedactPattern { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            // Disposed in the background: a silent pipe must not delay the response to Ctrl+C.
            _work = Own(new ConfigRunReadWork(this, StopToken));
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Array.ForEach(Path, _work!.AddPath);
        Array.ForEach(LiteralPath, _work.AddLiteralPath);
        if (ParameterSetName == InputSet)
        {
            _work.AddInput(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();
}
