using System.Management.Automation;
using DatadogOps.Aws.Permissions;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Aws;

/// <summary>Downloads the current lists of IAM actions that Datadog requests, and returns the differences.</summary>
[Cmdlet(VerbsData.Update, "DatadogAwsPermission", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsPermissionChange))]
public sealed class UpdateDatadogAwsPermissionCommand : DatadogApiCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Update();
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    private void Update()
    {
        var store = new PermissionStore(Environment.GetEnvironmentVariable);
        DatadogSite site = ResolveContext().Site;

        // The lists are public: no key is sent.
        using var api = new DatadogApiClient(site, null, new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) });
        PermissionCatalog fetched = Wait(PermissionDownload.FetchAsync(api, TimeProvider.System, StopToken));
        IReadOnlyList<DatadogAwsPermissionChange> changes = DatadogAwsPermissionChange.Between(store.Load(), fetched);
        if (!ShouldProcess(store.Path, $"Keep the list of {fetched.Version} of {site}: {fetched.Permissions.Count} actions, {changes.Count} of them changed"))
        {
            return;
        }

        Wait(store.SaveAsync(fetched, StopToken));
        WriteObject(changes, enumerateCollection: true);
    }
}
