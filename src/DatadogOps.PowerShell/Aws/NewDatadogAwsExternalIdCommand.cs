using System.Management.Automation;
using DatadogOps.Aws.Accounts;

namespace DatadogOps.Commands.Aws;

/// <summary>Has Datadog generate an external id, for a role that is to be made. Datadog keeps it for 48 hours.</summary>
[Cmdlet(VerbsCommon.New, "DatadogAwsExternalId", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsExternalId))]
public sealed class NewDatadogAwsExternalIdCommand : DatadogAwsAccountCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string site = ResolveContext().Site.ToString();
        if (ShouldProcess(site, "Generate an external id"))
        {
            ForEach([site], (accounts, _) => WriteObject(Wait(accounts.NewExternalIdAsync(StopToken))));
        }
    }
}
