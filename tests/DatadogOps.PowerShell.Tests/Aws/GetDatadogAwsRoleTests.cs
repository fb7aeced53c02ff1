using System.Management.Automation;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public class GetDatadogAwsRoleTests
{
    [Fact]
    public async Task TellsOfARoleWhole()
    {
        await using var run = new FakeAwsRun();
        run.Output("New-DatadogAwsRole @p @id -SecurityAudit");

        PSObject role = Assert.Single(run.Output("Get-DatadogAwsRole DatadogIntegrationRole @p"));

        Assert.Equal((FakeAwsRun.Account, FakeAwsRun.ExternalId, "datadoghq.com", "DatadogAWSIntegrationPolicy, SecurityAudit"), (role.Get("AccountId"), role.Get("ExternalId"), role.Get("Site"), role.Get("Policies")));
        Assert.Equal((true, 104, true), (role.Get("IsManaged"), role.Get("ActionCount"), role.Get("SecurityAudit")));
    }

    [Fact]
    public async Task ListsAllRolesThatDatadogMayAssume()
    {
        await using var run = new FakeAwsRun();
        run.Output("New-DatadogAwsRole Zebra @p @id");
        run.Aws.Account(FakeAwsRun.Account).Roles["Old"] = new FakeAwsRole
        {
            Name = "Old",
            Path = "/",
            Arn = "arn:aws:iam::123456789012:role/Old",
            Trust = """{"Statement":{"Effect":"Allow","Principal":{"AWS":"417141415827"},"Action":"sts:AssumeRole"}}""",
        };

        Assert.Equal(["Old", "Zebra"], run.Output("Get-DatadogAwsRole @p").Select(role => role.Get("RoleName")));
        Assert.Equal(["AwsRoleNotFound"], run.Run("Get-DatadogAwsRole Nobody @p").ErrorIds());
    }
}
