using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>What the cmdlets share that go on giving reports until they are stopped.</summary>
public abstract class ConfigRunReadingCmdlet : DatadogOpsCmdlet
{
    /// <summary>Regular expressions of further secrets to take out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RedactPattern { get; set; } = [];

    private protected ConfigRunReadOptions Reading() =>
        new() { Redactor = RedactPattern.Length == 0 ? SecretRedactor.Default : new SecretRedactor(RedactPattern) };

    private protected void Tell(OperationOutput<ConfigRunReport> report)
    {
        if (report.Item is { } run)
        {
            WriteObject(run);
        }
        else if (report.Error is { } error)
        {
            WriteError(ToErrorRecord(error));
        }
    }
}
