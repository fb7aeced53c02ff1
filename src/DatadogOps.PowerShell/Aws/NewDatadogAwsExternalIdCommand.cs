using System.Management.Automation;
using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Generates an external id in Datadog for a new role. Datadog keeps it for 48 hours.</summary>
[Cmdlet(VerbsCommon.New, "DatadogAwsExternalId", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsExternalId))]
public sealed class NewDatadogAwsExternalIdCommand : DatadogApiCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string site = ResolveContext().Site.ToString();
        if (ShouldProcess(site, "Generate an external id"))
        {
            this.ForEachAccount([site], (accounts, _) => WriteObject(Wait(accounts.NewExternalIdAsync(StopToken))));
        }
    }
}
