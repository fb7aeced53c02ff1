using System.Diagnostics;
using System.Management.Automation;
using DatadogOps.Help.Metadata;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Postgres;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Postgres;

[Collection(ServerSuite.Name)]
public class GetPgConnectionStateTests(ServerFixture server)
{
    [PostgresFact]
    public void CountsByDatabaseAndState()
    {
        IReadOnlyList<PSObject> states = StagedModule.Output($"Get-PgConnectionState {server.At} -ExcludeSelf");

        Assert.Equal(
            [("postgres", "active", 1L), ("postgres", "idle", 3L), ("postgres", "idle in transaction", 2L)],
            states.Select(state => ((string?)state.Get("Database"), (string?)state.Get("State"), (long)state.Get("Connections")!)));
        Assert.All(states, state => Assert.Null(state.Get("ApplicationName")));
    }

    [PostgresFact]
    public void GroupHoldsTheValuesOfTheDimensionsInAFixedOrder()
    {
        PSObject state = Assert.Single(StagedModule.Output($"Get-PgConnectionState {server.At} -GroupBy state, ApplicationName, ClientAddress -State 'idle in transaction' -ApplicationName w*"));

        Assert.Equal($"{state.Get("ApplicationName")}, {state.Get("ClientAddress") ?? "-"}, idle in transaction", state.Get("Group"));
    }

    [PostgresFact]
    public void OneServerThatFailsCostsOneErrorAndTheOthersAnswer()
    {
        using var refusing = new RefusingPort();
        string here = $"{server.Cluster.HostName}:{server.Cluster.Port}";

        PipelineResult result = StagedModule.Run($"Get-PgConnectionState {here}, 127.0.0.1:{refusing.Port}, no-such-host.invalid, {here} -GroupBy Database {ServerFixture.As}");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(["PgConnectionRefused", "PgHostNotFound"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
        Assert.All(result.Errors, error =>
        {
            Assert.NotEmpty(error.ErrorDetails!.RecommendedAction!);
            Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        });
    }

    [PostgresFact]
    public void ServersComeFromRowsOfAFile()
    {
        PSObject[] rows =
        [
            StagedModule.Record(("Server", server.Cluster.HostName), ("Port", server.Cluster.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Database", "postgres")),
            StagedModule.Record(("ComputerName", $"{server.Cluster.HostName}:{server.Cluster.Port}"), ("Port", ""), ("Database", "template1")),
        ];

        IReadOnlyList<PSObject> states = StagedModule.Output($"Get-PgConnectionState -ApplicationName DatadogOps -GroupBy Database -ThrottleLimit 1 {ServerFixture.As}", rows);

        Assert.Equal(["postgres", "template1"], states.Select(state => (string?)state.Get("Database")).Order());
    }

    [PostgresFact]
    public void AConnectionStringNamesAServerToo()
    {
        string uri = $"postgresql://monitor:{Uri.EscapeDataString(ServerFixture.Password)}@{server.Cluster.HostName}:{server.Cluster.Port}/template1";

        PSObject state = Assert.Single(StagedModule.Output($"Get-PgConnectionState -ConnectionString '{uri}' -ApplicationName DatadogOps"));

        Assert.Equal("template1", state.Get("Database"));
    }

    [PostgresFact]
    public void SamplesAtAnInterval()
    {
        IReadOnlyList<PSObject> states = StagedModule.Output($"Get-PgConnectionState {server.At} -GroupBy State -State active -ApplicationName web -SampleInterval 1 -MaxSamples 2");

        DateTimeOffset[] times = [.. states.Select(state => (DateTimeOffset)state.Get("Timestamp")!)];
        Assert.Equal(2, times.Length);
        Assert.InRange((times[1] - times[0]).TotalSeconds, 0.8, 5);
    }

    [PostgresFact]
    public async Task StoppingEndsAHangingConnectAndAHangingQueryWithinASecond()
    {
        await using var hanging = new HangingListener();
        await using var mute = new MutePostgres();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));
        var watch = Stopwatch.StartNew();

        PipelineResult result = StagedModule.Run($"Get-PgConnectionState 127.0.0.1:{hanging.Port}, 127.0.0.1:{mute.Port} -TimeoutSec 60", cancellation: stop.Token);

        Assert.Equal(130, result.ExitCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.4, 2.5);
    }

    [PostgresFact]
    public async Task TellsHowFarItIsWhenItTakesLong()
    {
        await using var mute = new MutePostgres();

        PipelineResult result = StagedModule.Run($"Get-PgConnectionState {server.Cluster.HostName}:{server.Cluster.Port}, 127.0.0.1:{mute.Port} -TimeoutSec 2 {ServerFixture.As}");

        Assert.InRange(result.Progress.Count, 2, 10);
        Assert.Equal(("1 of 2", 50), (result.Progress[0].StatusDescription, result.Progress[0].PercentComplete));
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [PostgresFact]
    public void UnderDebugTheQueryIsShown()
    {
        PipelineResult result = StagedModule.Run($"Get-PgConnectionState {server.At} -State idle* -Debug");

        Assert.Contains(result.Debug, line => line.Contains("pg_stat_activity", StringComparison.Ordinal) && line.Contains("^(?:idle.*)$", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Debug, line => line.Contains(ServerFixture.Password, StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task AServerThatNeverAnswersTheQueryIsATimeout()
    {
        await using var mute = new MutePostgres();

        PipelineResult result = StagedModule.Run($"Get-PgConnectionState 127.0.0.1:{mute.Port} -TimeoutSec 1");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(("PgTimeout", ErrorCategory.OperationTimeout), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
    }

    [Theory]
    [InlineData("-Continuous -MaxSamples 2", "ContinuousWithMaxSamples")]
    [InlineData("-GroupBy Colour", "ParameterArgumentValidationError")]
    [InlineData("-Port 65536", "ParameterArgumentValidationError")]
    [InlineData("-Credential monitor", "ParameterArgumentTransformationError")]
    [InlineData("-Credential @{ UserName = 'a'; Passwort = 'hunter2' }", "ParameterArgumentTransformationError")]
    [InlineData("-ConnectionString host=x", "PositionalParameterNotFound")]
    public void AWrongParameterEndsTheCommand(string parameters, string errorId)
    {
        PipelineResult result = StagedModule.Run($"Get-PgConnectionState db1 {parameters}");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(errorId, result.TerminatingError!.FullyQualifiedErrorId.Split(',')[0]);
        Assert.DoesNotContain("hunter2", result.TerminatingError.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongConnectionStringIsAnErrorOfItsOwn()
    {
        PipelineResult result = StagedModule.Run("Get-PgConnectionState -ConnectionString 'host=db1 pasword=hunter2'");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("PgInvalidConnectionString", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.DoesNotContain("hunter2", error.ToString() + error.ErrorDetails!.Message, StringComparison.Ordinal);
    }
}
