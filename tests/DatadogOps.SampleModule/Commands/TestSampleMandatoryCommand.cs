using System.Management.Automation;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

/// <summary>Parameters that must be given, and what may be empty.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SampleMandatory")]
public sealed class TestSampleMandatoryCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string? Name { get; set; }

    [Parameter(Mandatory = true, Position = 1)]
    public string[]? Items { get; set; }

    [Parameter]
    public string[]? Others { get; set; }

    protected override void ProcessRecord() => WriteObject(Describe.Bound(this));
}

/// <summary>Takes all that is left.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SampleRest")]
public sealed class TestSampleRestCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    [AllowEmptyString]
    public string? First { get; set; }

    [Parameter(ValueFromRemainingArguments = true)]
    public string[]? Rest { get; set; }

    protected override void ProcessRecord() => WriteObject(Describe.Bound(this));
}
