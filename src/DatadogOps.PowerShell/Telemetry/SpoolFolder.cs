using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery.Spool;

namespace DatadogOps.Commands.Telemetry;

/// <summary>The spool that a cmdlet's -SpoolPath and its context result in.</summary>
internal static class SpoolFolder
{
    /// <exception cref="OperationException">The folder cannot be used.</exception>
    public static DeliverySpool Open(PSCmdlet cmdlet, string? spoolPath, DatadogContext? context, int maxMegabytes = SpoolOptions.DefaultMaxMegabytes)
    {
        string? path = spoolPath is not null ? cmdlet.GetUnresolvedProviderPathFromPSPath(spoolPath)
            : context is not null ? context.SpoolPath
            : SpoolOptions.PathFromEnvironment(Environment.GetEnvironmentVariable);
        return new DeliverySpool(new SpoolOptions { Path = path ?? SpoolOptions.DefaultPath, MaxBytes = maxMegabytes * 1_000_000L });
    }
}
