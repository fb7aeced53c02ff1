using System.Management.Automation;
using DatadogOps.Aws.Export;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Exports the role for Terraform, CloudFormation, the AWS CLI or as policy documents. Does not call AWS.</summary>
[Cmdlet(VerbsData.Export, "DatadogAwsRole", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportDatadogAwsRoleCommand : AwsSpecificationCmdlet
{
    /// <summary>The format.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateSet(DatadogAwsExportFormat.Terraform, DatadogAwsExportFormat.CloudFormation, DatadogAwsExportFormat.CloudFormationJson, DatadogAwsExportFormat.AwsCli, DatadogAwsExportFormat.Json)]
    public string Format { get; set; } = "";

    /// <summary>Files to write. Without one, the text is returned.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The external id that Datadog generated. Without it, the exported text has a parameter for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string format = Word.Canonical(Format, DatadogAwsExportFormat.Terraform, DatadogAwsExportFormat.CloudFormation, DatadogAwsExportFormat.CloudFormationJson, DatadogAwsExportFormat.AwsCli, DatadogAwsExportFormat.Json);
        try
        {
            string text = RoleExport.ToText(Specify(ExternalId), format);
            if (Path.Length == 0)
            {
                WriteObject(text);
            }

            foreach (string path in Path)
            {
                string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
                if (ShouldProcess(full, $"Write the role {RoleName} as {format}"))
                {
                    Wait(RoleExport.WriteAsync(full, text, StopToken));
                }
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }
}
