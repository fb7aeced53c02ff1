using System.Management.Automation;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

/// <summary>Input by value and by property name, with values that must not stay from one object to the next.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SamplePipeline")]
public sealed class TestSamplePipelineCommand : PSCmdlet
{
    private int _count;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "Server")]
    public string[]? HostName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 5432;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Database { get; set; } = "postgres";

    protected override void ProcessRecord()
    {
        PSObject bound = Describe.Bound(this);
        bound.Properties.Add(new PSNoteProperty("Values", $"{Describe.Value(HostName)} {Port} {Database}"));
        bound.Properties.Add(new PSNoteProperty("Number", ++_count));
        WriteObject(bound);
    }
}

/// <summary>Takes anything by value and tells what it got.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SampleValue")]
public sealed class TestSampleValueCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    [Parameter]
    public SwitchParameter AtEnd { get; set; }

    protected override void ProcessRecord()
    {
        if (!AtEnd)
        {
            WriteObject(InputObject is PSObject wrapped ? "wrapped " + Describe.Value(wrapped.BaseObject) : Describe.Value(InputObject));
        }
    }

    protected override void EndProcessing()
    {
        if (AtEnd)
        {
            WriteObject("end");
        }
    }
}
