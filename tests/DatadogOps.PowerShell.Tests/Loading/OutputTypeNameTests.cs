using System.Management.Automation;
using DatadogOps.Help.Metadata;
using DatadogOps.Tests.Engine;
using DatadogOps.Tests.Rules;

namespace DatadogOps.Tests.Loading;

/// <summary>Every documented output type can be named in a script, although the types live in a private load context.</summary>
public class OutputTypeNameTests
{
    [Fact]
    public void EveryOutputTypeCanBeNamedInAScript()
    {
        using ModuleMetadata metadata = ModuleMetadata.Open(Path.Combine(BuildOutput.Module, "DatadogOps.PowerShell.dll"), BuildOutput.Automation);
        string[] names = [.. metadata.Cmdlets.SelectMany(cmdlet => cmdlet.Outputs).Select(type => type.FullName!).Where(name => name.StartsWith("DatadogOps.", StringComparison.Ordinal)).Distinct().Order()];
        Assert.NotEmpty(names);
        using Session session = StagedModule.NewSession();

        string[] unknown = [.. names.Where(name => session.Run($"[{name}].FullName").TerminatingError is not null)];

        Assert.Empty(unknown);
    }

    [Fact]
    public void AnObjectIsOfTheTypeThatAScriptNames()
    {
        PSObject answer = Assert.Single(StagedModule.Output("(Get-DatadogContext) -is [DatadogOps.Telemetry.Context.DatadogContext]"));

        Assert.Equal(true, answer.BaseObject);
    }
}
