using DatadogOps.Help.Metadata;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.Rules;

/// <summary>The module keeps the rules.</summary>
public sealed class ModuleRulesTests
{
    [Fact]
    public void The_staged_module_breaks_no_rule()
    {
        using ModuleMetadata metadata = ModuleMetadata.Open(Path.Combine(BuildOutput.Module, "DatadogOps.PowerShell.dll"), BuildOutput.Automation);
        ModuleUnderTest module = ModuleReader.Read(metadata, BuildOutput.Module, RepositoryLayout.Root);

        Assert.NotEmpty(module.Cmdlets);
        Assert.NotEmpty(module.ErrorIds);
        Assert.NotEmpty(module.Views);
        Assert.NotEmpty(module.Calls);
        List<Finding> findings = AllRules.Check(module);
        Assert.True(findings.Count == 0, $"{findings.Count} finding(s):\n{string.Join('\n', findings)}");
    }
}
