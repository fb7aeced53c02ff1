using System.Diagnostics;
using DatadogOps.Testbed;

namespace DatadogOps.Demo;

/// <summary>The main job from end to end: what is going on, told, exported, delivered, and asked for again.</summary>
internal sealed class DemoRun(string output)
{
    private const string MonitoringRole = "datadog";
    private const int Samples = 5;

    private readonly string _ddops = Path.Combine(output, "ddops", "ddops");
    private readonly string _intake = Path.Combine(output, "intake", "intake");
    private readonly string _module = Path.Combine(output, "DatadogOps");
    private readonly List<string> _disagreements = [];

    /// <summary>Runs it.</summary>
    /// <returns>Whether every number agreed with what the applications hold.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        RequireBuilt();
        long begin = Stopwatch.GetTimestamp();
        string password = Secrets.Make();

        Terminal.Heading("Three applications, one PostgreSQL, one local Datadog");
        await using PostgresCluster cluster = await PostgresCluster.StartAsync(new PostgresOptions { RequirePasswords = true, MaxConnections = 50 }, cancellationToken);
        await cluster.CreateRoleAsync(MonitoringRole, password, "IN ROLE pg_monitor");
        await using HeldConnections held = await Applications.OpenAsync(cluster, cancellationToken);
        await using IntakeProcess intake = await IntakeProcess.StartAsync(
            new IntakeProcessOptions { ProgramPath = _intake, ApiKey = Secrets.Make(), ApplicationKey = Secrets.Make() },
            cancellationToken);
        Terminal.Note($"PostgreSQL {cluster.Installation.Version} at 127.0.0.1:{cluster.Port}, {Applications.Connections} connections: {Applications.Description}");
        Terminal.Note($"The intake at {intake.ApiUri}, DogStatsD at {intake.DogStatsDEndpoint.OriginalString}");
        Terminal.Note("PGPASSWORD and DD_API_KEY are set in the environment");

        var commands = new CommandRunner(_ddops, new Dictionary<string, string?> { ["PGPASSWORD"] = password, ["DD_API_KEY"] = intake.ApiKey, ["DD_APP_KEY"] = intake.ApplicationKey });
        string server = $"-HostName 127.0.0.1 -Port {cluster.Port} -Database {Applications.Database} -UserName {MonitoringRole}";

        Terminal.Heading("What's going on?");
        await commands.ShowAsync($"Get-PgConnectionState {server}", cancellationToken);
        await commands.ShowAsync($"Get-PgConnectionState {server} -ExcludeSelf -GroupBy ApplicationName,State", cancellationToken);
        await commands.ShowAsync($"Get-PgConnectionUsage {server}", cancellationToken);
        await ExportAsync(commands, server, cancellationToken);

        using var queries = new MetricQueries(intake);
        string sampling = $"Get-PgConnectionState {server} -ExcludeSelf -GroupBy Database,ApplicationName,State -SampleInterval 1 -MaxSamples {Samples}";
        await DeliverAsync(commands, queries, "DogStatsD", $"{sampling} | Send-DatadogMetric -Transport DogStatsD -DogStatsDEndpoint {intake.DogStatsDEndpoint.OriginalString}", cancellationToken);
        await queries.FlushAsync(cancellationToken);
        await DeliverAsync(commands, queries, "the API", $"{sampling} | Send-DatadogMetric -Transport Api -ApiUri {intake.ApiUri}", cancellationToken);

        Terminal.Line();
        Terminal.Check(_disagreements.Count == 0, _disagreements.Count == 0
            ? $"every number is what the applications hold ({Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s)"
            : "not what the applications hold:");
        _disagreements.ForEach(text => Terminal.Line("        " + text));
        return _disagreements.Count == 0;
    }

    private async Task ExportAsync(CommandRunner commands, string server, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateDirectory(Path.Combine(output, "demo")).FullName;
        string path = Path.Combine(folder, "states.csv");
        string get = $"Get-PgConnectionState {server} -ExcludeSelf -GroupBy Database,ApplicationName,State";
        await commands.ExportAsync(get, path, cancellationToken);
        CheckExport("ddops --output csv", path);

        if (Executables.FindInPath("pwsh") is { } powerShell)
        {
            string fromPowerShell = Path.Combine(folder, "states-pwsh.csv");
            await commands.RunPowerShellAsync(powerShell, _module, $"{get} | Export-Csv {CommandRunner.Shown(fromPowerShell)}", cancellationToken);
            CheckExport("Export-Csv", fromPowerShell);
        }
    }

    private void CheckExport(string what, string path)
    {
        string csv = File.ReadAllText(path);
        foreach (string line in csv.Split('\n').Take(3))
        {
            Terminal.Line(line.TrimEnd('\r'));
        }

        Terminal.Note($"... in {CommandRunner.Shown(path)}");
        Compare(what, Applications.ByApplicationAndState(), StateTable.Read(csv));
    }

    private async Task DeliverAsync(CommandRunner commands, MetricQueries queries, string transport, string pipeline, CancellationToken cancellationToken)
    {
        Terminal.Heading($"Delivered by {transport}, one look a second");
        DateTimeOffset begin = DateTimeOffset.UtcNow;
        await commands.RunAsync(pipeline, cancellationToken);

        // The article's three graphs.
        await AskAsync("sum:postgresql.connection_state{*} by {state}", Applications.ByState());
        await AskAsync("sum:postgresql.connection_state{state:idle} by {application_name}", Applications.ByApplication(HeldState.Idle));
        await AskAsync("sum:postgresql.connection_state{application_name:worker-medium} by {state}", Applications.ByState("worker-medium"));

        async Task AskAsync(string query, Dictionary<string, double> expected)
        {
            Dictionary<string, double> answer = await queries.AskAsync(query, begin, cancellationToken);
            if (!Same(expected, answer))
            {
                // A datagram sent last may not have been taken yet.
                await Task.Delay(500, cancellationToken);
                answer = await queries.AskAsync(query, begin, cancellationToken);
            }

            Terminal.Line($"\n  {query}");
            BarChart.Draw(answer);
            Compare($"{query}, delivered by {transport}", expected, answer);
        }
    }

    private void Compare<TKey, TValue>(string what, Dictionary<TKey, TValue> expected, Dictionary<TKey, TValue> actual)
        where TKey : notnull
    {
        if (!Same(expected, actual))
        {
            _disagreements.Add($"{what}: expected {Text(expected)}, got {Text(actual)}");
        }
    }

    private static bool Same<TKey, TValue>(Dictionary<TKey, TValue> expected, Dictionary<TKey, TValue> actual)
        where TKey : notnull =>
        expected.Count == actual.Count && expected.All(pair => actual.TryGetValue(pair.Key, out TValue? value) && pair.Value!.Equals(value));

    private static string Text<TKey, TValue>(Dictionary<TKey, TValue> values)
        where TKey : notnull => string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));

    private void RequireBuilt()
    {
        foreach (string program in new[] { _ddops, _intake })
        {
            if (!File.Exists(program))
            {
                throw new DemoNotReadyException($"There is no {program}: run ./build.sh build first.");
            }
        }

        if (PostgresCluster.Find(out string reason) is null)
        {
            throw new DemoNotReadyException(reason);
        }
    }
}
