using DatadogOps.Benchmarks;

// The peer of the cold start runs in this program too, before anything else of it is touched.
if (args is ["plain-npgsql", string connectionString])
{
    return await PlainNpgsql.RunAsync(connectionString);
}

return await Suite.RunAsync(args);
