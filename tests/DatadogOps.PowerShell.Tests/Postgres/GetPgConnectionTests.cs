using DatadogOps.Testbed.Processes;
using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Postgres;

[Collection(ServerSuite.Name)]
public class GetPgConnectionTests(ServerFixture server)
{
    [PostgresFact]
    public void GivesOneFlatObjectASession()
    {
        IReadOnlyList<PSObject> sessions = StagedModule.Output($"Get-PgConnection {server.At} -ExcludeSelf");

        Assert.Equal(6, sessions.Count);
        Assert.All(sessions, session => Assert.All(
            session.Properties, property => Assert.True(session.Get(property.Name) is null or string or int or double or DateTimeOffset, $"{property.Name} is not flat")));
        Assert.All(sessions, session => Assert.Null(session.Get("Query")));
    }

    [PostgresFact]
    public void FindsWhoIdlesInATransactionAndWhatRuns()
    {
        Assert.Equal(2, StagedModule.Output($"Get-PgConnection {server.At} -State 'idle in*' -MinStateSec 0.001").Count);
        PSObject active = Assert.Single(StagedModule.Output($"Get-PgConnection {server.At} -State active -ApplicationName w* -IncludeQuery"));
        Assert.Contains("pg_sleep", (string?)active.Get("Query"), StringComparison.OrdinalIgnoreCase);
    }

    [PostgresFact]
    public void TellsWhatItDoesWithoutTellingTheSecret()
    {
        PipelineResult result = StagedModule.Run($"Get-PgConnection {server.At} -ExcludeSelf -Verbose -Debug");

        Assert.Contains(result.Verbose, line => line.Contains("own session", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Verbose.Concat(result.Debug).Concat(result.Warnings), line => line.Contains(ServerFixture.Password, StringComparison.Ordinal));
    }

    [PostgresFact]
    public void ItsServersGoIntoTheNextCmdlet()
    {
        IReadOnlyList<PSObject> usage = StagedModule.Output($"Get-PgConnection {server.At} -State active -ApplicationName web | Get-PgConnectionUsage {ServerFixture.As}");

        Assert.Equal(server.Cluster.Port, Assert.Single(usage).Get("Port"));
    }
}
