using System.Management.Automation;
using System.Security;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Receives the reports that Puppet and Chef post by HTTP on this machine, and returns them until it is stopped.</summary>
[Cmdlet(VerbsCommunications.Receive, "ConfigRunReport")]
[OutputType(typeof(ConfigRunReport))]
public sealed class ReceiveConfigRunReportCommand : DatadogOpsCmdlet
{
    private ConfigRunReceiveWork? _work;

    /// <summary>TCP port of 127.0.0.1 to listen on.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>Token that senders must present, at least 16 characters. Defaults to DATADOGOPS_RECEIVER_TOKEN.</summary>
    [Parameter]
    [Secret]
    public SecureString? Token { get; set; }

    /// <summary>Maximum size of a report in megabytes.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int MaxReportMegabytes { get; set; } = 64;

    /// <summary>Regular expressions of additional secrets to redact.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RedactPattern { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            _work = new ConfigRunReceiveWork(this, StopToken);
            _work.Receive(StopToken);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _work?.Dispose();
        base.Dispose(disposing);
    }
}
