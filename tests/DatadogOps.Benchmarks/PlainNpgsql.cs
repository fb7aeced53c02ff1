using Npgsql;

namespace DatadogOps.Benchmarks;

/// <summary>The peer of the cold start: what anybody would write to ask the article's question once.</summary>
internal static class PlainNpgsql
{
    public const string Query = "SELECT datname, application_name, state, count(*) FROM pg_stat_activity GROUP BY datname, application_name, state HAVING count(state) > 0";

    public static async Task<int> RunAsync(string connectionString)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Query, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            Console.WriteLine($"{reader[0]} {reader[1]} {reader[2]} {reader[3]}");
        }

        return 0;
    }
}
