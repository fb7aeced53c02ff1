using System.Management.Automation;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Postgres;

[Collection(ServerSuite.Name)]
public class GetPgConnectionUsageTests(ServerFixture server)
{
    [PostgresFact]
    public void TellsTheAgentsRatioAndTheTrueOne()
    {
        PSObject usage = Assert.Single(StagedModule.Output($"Get-PgConnectionUsage {server.At}"));

        Assert.Equal((7L, 100L, 3L, 90L), (usage.Get("Used"), usage.Get("Max"), usage.Get("Reserved"), usage.Get("Available")));
        Assert.Equal(7.0 / 97, (double)usage.Get("UsedRatio")!, 9);
        Assert.Equal(0.07, (double)usage.Get("AgentRatio")!, 9);
    }

    [PostgresFact]
    public void TellsTheLimitsOfDatabasesAndRoles()
    {
        IReadOnlyList<PSObject> usage = StagedModule.Output($"Get-PgConnectionUsage {server.At} -Scope Database, Role");

        Assert.Contains(usage, one => (string?)one.Get("Name") == "monitor" && one.Get("Scope")!.ToString() == "Role" && (long)one.Get("Used")! == 1);
        Assert.Contains(usage, one => (string?)one.Get("Name") == "postgres" && one.Get("Scope")!.ToString() == "Database" && (long)one.Get("Used")! == 7);
    }
}
