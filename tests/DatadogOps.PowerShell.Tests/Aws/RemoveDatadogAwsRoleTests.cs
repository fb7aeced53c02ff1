using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Aws;

public class RemoveDatadogAwsRoleTests
{
    [Fact]
    public async Task RemovesARoleWithItsPolicies()
    {
        await using var run = new FakeAwsRun();
        run.Output("New-DatadogAwsRole @p @id -PermissionSet Full -SecurityAudit");

        PipelineResult plan = run.Run("Get-DatadogAwsRole DatadogIntegrationRole @p | Remove-DatadogAwsRole -WhatIf");
        Assert.Contains("Delete the role DatadogIntegrationRole", Assert.Single(plan.WhatIf), StringComparison.Ordinal);
        Assert.Single(run.Aws.Account(FakeAwsRun.Account).Roles);

        run.Output("Remove-DatadogAwsRole DatadogIntegrationRole @p -Confirm:$false");
        Assert.Empty(run.Aws.Account(FakeAwsRun.Account).Roles);
        Assert.Empty(run.Aws.Account(FakeAwsRun.Account).Policies);
        Assert.Equal(["AwsRoleNotFound"], run.Run("Remove-DatadogAwsRole DatadogIntegrationRole @p -Confirm:$false").ErrorIds());
    }
}
