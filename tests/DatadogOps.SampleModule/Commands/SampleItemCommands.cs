using System.Management.Automation;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

/// <summary>Makes objects with a view.</summary>
[Cmdlet(VerbsCommon.New, "SampleItem")]
[OutputType(typeof(SampleItem))]
public sealed class NewSampleItemCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public string Name { get; set; } = "item";

    [Parameter]
    public int Count { get; set; } = 1;

    [Parameter]
    public SwitchParameter Enumerate { get; set; }

    protected override void ProcessRecord()
    {
        if (Enumerate)
        {
            WriteObject(Enumerable.Range(1, Count).Select(Item), true);
            return;
        }

        for (int i = 1; i <= Count; i++)
        {
            WriteObject(Item(i));
        }
    }

    private SampleItem Item(int number) => new() { Name = Name + number, Count = number * 1000, Ratio = number / 3d, Tags = number % 2 == 0 ? ["a:1", "b"] : [] };
}

/// <summary>Asks before it removes.</summary>
[Cmdlet(VerbsCommon.Remove, "SampleItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveSampleItemCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[]? Name { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Name!)
        {
            if (ShouldProcess(name, "Remove item"))
            {
                WriteObject("removed " + name);
            }
        }
    }
}

/// <summary>Every kind of value, plain and with an added property.</summary>
[Cmdlet(VerbsCommon.Get, "SampleObject")]
[OutputType(typeof(SampleScalars))]
public sealed class GetSampleObjectCommand : PSCmdlet
{
    [Parameter]
    [ValidateSet("Scalars", "Added", "Small", "Large", "Text")]
    public string Kind { get; set; } = "Scalars";

    [Parameter]
    public int Count { get; set; } = 1;

    protected override void ProcessRecord()
    {
        for (int i = 0; i < Count; i++)
        {
            WriteObject(Make(i));
        }
    }

    private object Make(int number)
    {
        switch (Kind)
        {
            case "Scalars":
                return new SampleScalars();
            case "Text":
                return "line " + number;
            case "Added":
                var added = PSObject.AsPSObject(new SampleItem { Name = "x" });
                added.Properties.Add(new PSNoteProperty("Extra", number + 0.5));
                return added;
        }

        var made = new PSObject();
        made.Properties.Add(new PSNoteProperty("Name", "object" + number));
        made.Properties.Add(new PSNoteProperty("Value", number * 1.25));
        made.Properties.Add(new PSNoteProperty("Tags", new[] { "a", "b" }));
        if (Kind == "Large")
        {
            made.Properties.Add(new PSNoteProperty("Nothing", null));
            made.Properties.Add(new PSNoteProperty("LongerName", new string('x', 150)));
        }

        return made;
    }
}
