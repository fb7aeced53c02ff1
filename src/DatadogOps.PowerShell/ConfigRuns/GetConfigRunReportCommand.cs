using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Reads reports of Chef, Puppet, Ansible, DSC and Salt.</summary>
[Cmdlet(VerbsCommon.Get, "ConfigRunReport", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ConfigRunReport), typeof(ConfigRunResource))]
public sealed class GetConfigRunReportCommand : DatadogOpsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputSet = "InputObject";
    private const string StandardInput = "-";

    private ConfigRunWork? _work;
    private PipelineText? _text;

    /// <summary>Files, with wildcards; <c>-</c> is standard input.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files, whose names are taken as they stand.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Files of Get-ChildItem, text of reports, objects of ConvertFrom-Json and of Get-DscConfigurationStatus.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowEmptyString]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>What to read them as, where the content does not tell.</summary>
    [Parameter]
    [ValidateSet(
        "Auto", "ChefJsonFile", "ChefDataCollector", "PuppetReport", "PuppetSummary", "AnsibleJson", "AnsibleJsonLines", "DscStatus", "DscResult", "Salt")]
    public string Format { get; set; } = "Auto";

    /// <summary>Give each resource of the runs instead of each run.</summary>
    [Parameter]
    public SwitchParameter Resource { get; set; }

    /// <summary>Regular expressions of further secrets to take out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RedactPattern { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            var options = new ConfigRunReadOptions
            {
                Format = Format,
                Resources = Resource,
                Redactor = RedactPattern.Length == 0 ? SecretRedactor.Default : new SecretRedactor(RedactPattern),
            };
            _work = new ConfigRunWork(this, options, StopToken);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                foreach (string path in Path)
                {
                    AddPath(path);
                }

                break;
            case LiteralPathSet:
                foreach (string path in LiteralPath)
                {
                    _work!.Add(ReportSource.File(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)));
                }

                break;
            default:
                AddInput();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_text?.ToSource() is { } source)
        {
            _work!.Add(source);
        }

        _work!.Finish();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Runs on; a pipe that says nothing must not hold up the one who pressed Ctrl+C.
        _ = _work?.DisposeAsync().AsTask();
        _text?.Dispose();
        base.Dispose(disposing);
    }

    private void AddPath(string path)
    {
        if (path == StandardInput)
        {
            _work!.Add(ReportSource.StandardInput());
            return;
        }

        try
        {
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(path);
            foreach (string file in SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _))
            {
                // A wildcard means the files among what it matches.
                if (!isPattern || !Directory.Exists(file))
                {
                    _work!.Add(ReportSource.File(file));
                }
            }
        }
        catch (ItemNotFoundException)
        {
            WriteError(ToErrorRecord(new OperationException(
                ConfigRunErrorIds.FileNotFound,
                OperationErrorKind.NotFound,
                path,
                $"{path} cannot be read: There is no such file.",
                "Check the path.")));
        }
    }

    private void AddInput()
    {
        if (InputObject.BaseObject is FileSystemInfo file)
        {
            if (file is FileInfo)
            {
                _work!.Add(ReportSource.File(file.FullName));
            }

            return;
        }

        try
        {
            (_text ??= new PipelineText()).Add(InputObject);
        }
        catch (OperationException error)
        {
            WriteError(ObjectReader.ToRecord(error, InputObject));
        }
    }
}
