using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public class RepairDatadogAwsRoleTests
{
    [Fact]
    public async Task MendsJustTheFindingsThatItIsGiven()
    {
        await using var run = new FakeAwsRun();
        run.Output("New-DatadogAwsRole @p @id");
        FakeAwsRole role = run.Aws.Account(FakeAwsRun.Account).Roles["DatadogIntegrationRole"];
        role.MaxSessionDuration = 7200;
        role.Inline.Clear();

        PipelineResult plan = run.Run("Test-DatadogAwsRole @p | Repair-DatadogAwsRole -WhatIf");
        Assert.Contains("Let sessions of the role last 3600 seconds, not 7200", Assert.Single(plan.WhatIf), StringComparison.Ordinal);
        Assert.Empty(role.Inline);

        run.Output("Repair-DatadogAwsRole @p -Rule SessionDuration");
        Assert.Equal((3600, 0), (role.MaxSessionDuration, role.Inline.Count));

        Assert.Single(run.Output("Test-DatadogAwsRole @p | Repair-DatadogAwsRole -PassThru"));
        Assert.True((bool)Assert.Single(run.Output("Test-DatadogAwsRole @p -Quiet")).BaseObject);
    }

    [Fact]
    public async Task LeavesAForeignRoleAlone()
    {
        await using var run = new FakeAwsRun();
        run.Output("New-DatadogAwsRole @p @id");
        run.Aws.Account(FakeAwsRun.Account).Roles["DatadogIntegrationRole"].Tags.Clear();

        Assert.Equal(["AwsRoleForeign"], run.Run("Test-DatadogAwsRole @p | Repair-DatadogAwsRole").ErrorIds());
    }
}
