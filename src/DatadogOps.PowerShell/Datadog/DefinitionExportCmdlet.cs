using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>What exporting monitors and dashboards shares: the form, and where it goes.</summary>
public abstract class DefinitionExportCmdlet : DatadogOpsCmdlet
{
    /// <summary>Definitions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Json, as the API has it; or Terraform.</summary>
    [Parameter]
    [ValidateSet("Json", "Terraform")]
    public string Format { get; set; } = "Json";

    /// <summary>File to write; without it the text is put out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Take(InputObject);
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string text = Render();
        if (text.Length == 0)
        {
            return;
        }

        if (DestinationPath is null)
        {
            WriteObject(text.TrimEnd('\n'));
            return;
        }

        string path = GetUnresolvedProviderPathFromPSPath(DestinationPath);
        string action = $"Write {(Format == "Json" ? "JSON" : "Terraform")} to {path}";
        if (!ShouldProcess(action, action + "?", MyInvocation.MyCommand.Name))
        {
            return;
        }

        try
        {
            Wait(DefinitionFile.WriteAsync(path, text, StopToken));
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    private protected abstract void Take(PSObject input);

    private protected abstract string Render();
}
