using System.Management.Automation;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

/// <summary>Three parameter sets, one of them the default.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SampleSet", DefaultParameterSetName = "ByName")]
public sealed class TestSampleSetCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "ByName", Mandatory = true, Position = 0)]
    public string? Name { get; set; }

    [Parameter(ParameterSetName = "ById", Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public int Id { get; set; }

    [Parameter(ParameterSetName = "ByObject", Mandatory = true, ValueFromPipeline = true)]
    public SampleItem? InputObject { get; set; }

    [Parameter(ParameterSetName = "ByName")]
    [Parameter(ParameterSetName = "ById")]
    public SwitchParameter Exact { get; set; }

    [Parameter(ParameterSetName = "ByObject")]
    public string? Only { get; set; }

    [Parameter]
    public int Port { get; set; } = 5432;

    protected override void ProcessRecord() => WriteObject(Describe.Bound(this));
}

/// <summary>Two parameter sets and no default.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SampleSetNoDefault")]
public sealed class TestSampleSetNoDefaultCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "A", Mandatory = true)]
    public string? Apple { get; set; }

    [Parameter(ParameterSetName = "B", Mandatory = true)]
    public string? Banana { get; set; }

    [Parameter(ParameterSetName = "B")]
    public string? Bowl { get; set; }

    [Parameter]
    public string? Cherry { get; set; }

    protected override void ProcessRecord() => WriteObject(Describe.Bound(this));
}
