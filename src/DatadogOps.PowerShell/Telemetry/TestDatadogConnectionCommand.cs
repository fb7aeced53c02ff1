using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Finds out whether Datadog can be reached with these settings, and says what is wrong. Sends no data.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DatadogConnection")]
[OutputType(typeof(DatadogConnectionFinding), typeof(bool))]
public sealed class TestDatadogConnectionCommand : DatadogApiCmdlet
{
    /// <summary>Where DogStatsD listens. Unless given, from the context.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? DogStatsDEndpoint { get; set; }

    /// <summary>Puts out only whether nothing failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            DatadogContext context = ResolveContext();
            if (DogStatsDEndpoint is not null)
            {
                context = context with { DogStatsDEndpoint = DatadogOps.Telemetry.DogStatsD.DogStatsDEndpoint.Parse(DogStatsDEndpoint) };
            }

            var test = new DatadogConnectionTest(context, new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec), MaxRetries = 0 }, Environment.GetEnvironmentVariable);
            IReadOnlyList<DatadogConnectionFinding> findings = Wait(test.RunAsync(StopToken));
            if (Quiet)
            {
                WriteObject(findings.All(finding => finding.Status != Finding.Failed));
            }
            else
            {
                WriteObject(findings, enumerateCollection: true);
            }
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
