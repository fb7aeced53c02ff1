using DatadogOps.Testbed;

namespace DatadogOps.Demo;

/// <summary>
/// Three applications as they are met in the field: a web server with a pool that mostly idles, a worker that forgets to
/// commit, and a report that runs long. What they hold is what every number of the demo is checked against.
/// </summary>
internal static class Applications
{
    public const string Database = "shop";

    private static readonly (string Role, string Application, HeldState State, int Count)[] Held =
    [
        ("web", "web", HeldState.Idle, 11),
        ("web", "web", HeldState.Active, 2),
        ("web", "web", HeldState.IdleInTransactionAborted, 1),
        ("worker", "worker-medium", HeldState.Idle, 4),
        ("worker", "worker-medium", HeldState.Active, 3),
        ("worker", "worker-medium", HeldState.IdleInTransaction, 5),
        ("reporting", "reporting", HeldState.Idle, 1),
        ("reporting", "reporting", HeldState.Active, 2),
    ];

    /// <summary>How many connections they hold in all.</summary>
    public static int Connections => Held.Sum(held => held.Count);

    /// <summary>Their names, with how many connections each holds.</summary>
    public static string Description => string.Join(", ", Held.GroupBy(held => held.Application).Select(application => $"{application.Key} ({application.Sum(held => held.Count)})"));

    /// <summary>Makes their roles and database, and opens their connections.</summary>
    public static async Task<HeldConnections> OpenAsync(PostgresCluster cluster, CancellationToken cancellationToken)
    {
        await cluster.CreateDatabaseAsync(Database);
        var passwords = new Dictionary<string, string>();
        foreach (string role in Held.Select(held => held.Role).Distinct())
        {
            passwords[role] = Secrets.Make();
            await cluster.CreateRoleAsync(role, passwords[role]);
        }

        return await HeldConnections.OpenAsync(
            cluster,
            Held.Select(held => new HeldConnectionPlan(held.Application, held.State, held.Count, cluster.ConnectionString(held.Role, passwords[held.Role], Database))),
            cancellationToken);
    }

    /// <summary>Connections by application and state, as pg_stat_activity names it.</summary>
    public static Dictionary<(string Application, string State), long> ByApplicationAndState() =>
        Held.ToDictionary(held => (held.Application, held.State.ToText()), held => (long)held.Count);

    /// <summary>Connections by state, of one application or of all, under Datadog's name of the state.</summary>
    public static Dictionary<string, double> ByState(string? application = null) =>
        Sum(Held.Where(held => application is null || held.Application == application), held => ToTag(held.State));

    /// <summary>Connections in one state by application.</summary>
    public static Dictionary<string, double> ByApplication(HeldState state) =>
        Sum(Held.Where(held => held.State == state), held => held.Application);

    private static Dictionary<string, double> Sum(
        IEnumerable<(string Role, string Application, HeldState State, int Count)> held,
        Func<(string Role, string Application, HeldState State, int Count), string> by) =>
        held.GroupBy(by).ToDictionary(group => group.Key, group => (double)group.Sum(one => one.Count));

    // Datadog keeps no spaces and parentheses in tags.
    private static string ToTag(HeldState state) => state.ToText().Replace(' ', '_').Replace("(", string.Empty, StringComparison.Ordinal).TrimEnd(')');
}
