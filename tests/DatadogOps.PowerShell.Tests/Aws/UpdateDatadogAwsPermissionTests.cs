using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Aws;

/// <summary>The variable that names the file belongs to the process, so these run one after the other.</summary>
[CollectionDefinition(nameof(UpdateDatadogAwsPermissionTests), DisableParallelization = true)]
[Collection(nameof(UpdateDatadogAwsPermissionTests))]
public sealed class UpdateDatadogAwsPermissionTests : IDisposable
{
    private const string Variable = "DATADOGOPS_AWS_PERMISSIONS";

    private readonly string _folder = Directory.CreateTempSubdirectory("datadogops-").FullName;

    public UpdateDatadogAwsPermissionTests() => Environment.SetEnvironmentVariable(Variable, Path.Combine(_folder, "permissions.txt"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WhatIsFetchedIsInUseFromThenOn()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        File.WriteAllText(Path.Combine(_folder, "permissions.txt"), "version 2031-01-01\nsource test\nec2:DescribeInstances SA\n");
        Assert.Equal("ec2:DescribeInstances", Assert.Single(StagedModule.Output("Get-DatadogAwsPermission -PermissionSet Full")).Get("Action"));

        PipelineResult shown = StagedModule.Run($"Update-DatadogAwsPermission -ApiUri {run.Intake.ApiUri} -WhatIf");
        Assert.Single(shown.WhatIf);
        Assert.Single(StagedModule.Output("Get-DatadogAwsPermission -PermissionSet Full"));

        IReadOnlyList<PSObject> changes = StagedModule.Output($"Update-DatadogAwsPermission -ApiUri {run.Intake.ApiUri}");
        Assert.Contains(changes, change => (string)change.Get("Change")! == "Removed" && (string)change.Get("Action")! == "ec2:DescribeInstances");
        Assert.True(changes.Count > 100);
        Assert.True(StagedModule.Output("Get-DatadogAwsPermission -PermissionSet Full").Count > 100);
    }
}
