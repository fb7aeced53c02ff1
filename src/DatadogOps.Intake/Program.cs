using DatadogOps.Intake.Hosting;

const string Help = """
    intake: a local Datadog for rehearsals, demos and tests, on 127.0.0.1 only

      --port N             HTTP port (18126; 0 takes any free one)
      --dogstatsd-port N   UDP port of DogStatsD (18125; 0 takes any free one)
      --dogstatsd-socket F         Unix datagram socket of DogStatsD to make
      --dogstatsd-stream-socket F  Unix stream socket of DogStatsD to make
      --data DIR           folder to keep everything in; without it all is in memory
      --api-key-file F     file with the API key to ask for
      --app-key-file F     file with the application key to ask for
      --host-name NAME     host of DogStatsD metrics that name none (this machine's name)
      --ready-file F       file to write, as JSON, once the ports are open
      --background         leave the terminal: outlive it, and print nothing once ready

    Without files the keys are those of DD_API_KEY and DD_APP_KEY, and without these 32 and 40 zeros.
    Exit codes: 0 stopped by a signal, 2 bad command line, 3 port not free, 4 file, folder or socket not usable.
    """;

try
{
    IntakeOptions options = IntakeOptions.Parse(args, Environment.GetEnvironmentVariable);
    if (options.Help)
    {
        Console.WriteLine(Help);
        return ExitCodes.Success;
    }

    if (options.IsBackground)
    {
        Background.LeaveSession();
    }

    await using IntakeServer server = await IntakeServer.StartAsync(options, TimeProvider.System);
    Console.WriteLine($"HTTP API at {server.ApiUri}, DogStatsD at udp://127.0.0.1:{server.DogStatsDPort}");
    if (options.ApiKey == IntakeOptions.LocalApiKey)
    {
        Console.WriteLine($"API key {IntakeOptions.LocalApiKey}: set DD_API_KEY or --api-key-file for another");
    }

    if (options.ReadyFile is not null)
    {
        ReadyFile.Write(options.ReadyFile, options, server.ApiUri, server.DogStatsDPort);
    }

    if (options.IsBackground)
    {
        Background.LeaveStreams();
    }

    await server.WaitForShutdownAsync();
    return ExitCodes.Success;
}
catch (StartException failure)
{
    await Console.Error.WriteLineAsync("intake: " + failure.Message);
    return failure.ExitCode;
}
