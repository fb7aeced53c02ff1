using System.Management.Automation;
using DatadogOps.Commands.Common;
using System.Security;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

// These break no rule. What looks like a breach in them is none, and says why.
[Cmdlet(VerbsCommon.Get, "PgSample", DefaultParameterSetName = "Host")]
[OutputType(typeof(PgSample))]
public sealed class GetPgSampleCommand : DatadogOpsCmdlet
{
    [Parameter(ParameterSetName = "Host", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "Server")]
    public string[]? HostName { get; set; }

    [Parameter(ParameterSetName = "Text", Mandatory = true)]
    public string? ConnectionString { get; set; }

    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    [Parameter]
    public DayOfWeek Day { get; set; }

    [Parameter]
    public SwitchParameter Continuous { get; set; }

    // A path to a secret is no secret.
    [Parameter]
    public string? KeyPath { get; set; }

    protected override void ProcessRecord() => Wait(WorkAsync());

    protected override void EndProcessing()
    {
        // A ValueTask that is seen to be done has its result at hand.
        ValueTask<int> ready = ValueTask.FromResult(1);
        WriteObject(ready.IsCompletedSuccessfully ? ready.Result : 0);
    }

    // An await ends in GetResult in the code that the compiler makes; that is no blocked wait.
    private static async Task WorkAsync()
    {
        await Task.Yield();
        await Task.Delay(1);
    }
}

[Cmdlet(VerbsCommunications.Send, "DatadogSample", SupportsShouldProcess = true)]
[OutputType(typeof(PgSample))]
public sealed class SendDatadogSampleCommand : DatadogOpsCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public SecureString? ApiKey { get; set; }
}

// No input, no output, no waiting: nothing here needs to be stopped.
[Cmdlet(VerbsData.ConvertTo, "DatadogSample")]
[OutputType(typeof(PgSample))]
public sealed class ConvertToDatadogSampleCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord() => WriteObject(new PgSample());
}
