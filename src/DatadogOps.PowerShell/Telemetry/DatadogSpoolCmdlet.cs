using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Telemetry.Delivery.Spool;

namespace DatadogOps.Commands.Telemetry;

/// <summary>What the cmdlets share that look into the spool, for which no key is needed.</summary>
public abstract class DatadogSpoolCmdlet : DatadogOpsCmdlet
{
    /// <summary>Folder of the spool. Unless given, from the context, else DATADOGOPS_SPOOL, else a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    private protected DeliverySpool OpenSpool()
    {
        string? path = SpoolPath is not null ? GetUnresolvedProviderPathFromPSPath(SpoolPath)
            : RunspaceContext.Current?.SpoolPath ?? SpoolOptions.PathFromEnvironment(Environment.GetEnvironmentVariable);
        return new DeliverySpool(new SpoolOptions { Path = path ?? SpoolOptions.DefaultPath });
    }
}
