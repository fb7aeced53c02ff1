using System.Net;
using System.Net.Sockets;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.DogStatsD;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DatadogOps.Intake.Hosting;

/// <summary>The intake: HTTP and DogStatsD over one store.</summary>
internal sealed class IntakeServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PublishInterval = TimeSpan.FromSeconds(5);

    private readonly WebApplication _http;
    private readonly DogStatsDListener _dogStatsD;
    private readonly ITimer _publisher;

    private IntakeServer(WebApplication http, DogStatsDListener dogStatsD, ITimer publisher)
    {
        _http = http;
        _dogStatsD = dogStatsD;
        _publisher = publisher;
        ApiUri = new Uri(http.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Base address of the HTTP API.</summary>
    public Uri ApiUri { get; }

    /// <summary>UDP port of DogStatsD.</summary>
    public int DogStatsDPort => _dogStatsD.Port;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="StartException">A port cannot be had.</exception>
    public static async Task<IntakeServer> StartAsync(IntakeOptions options, TimeProvider clock)
    {
        var store = new MemoryMetricStore();
        var ingest = new MetricIngest(store, clock);
        var windows = new AggregationWindows(ingest);
        var malformed = new MalformedLog(clock);
        var receiver = new DogStatsDReceiver(ingest, windows, options.HostName, malformed);
        var log = new PayloadLog([options.ApiKey, options.ApplicationKey]);
        var keys = new ApiKeys(options.ApiKey, options.ApplicationKey);

        WebApplication http = BuildHttp(options.Port);
        http.Use(LoopbackGuard.InvokeAsync);
        http.UseRouting();
        http.MapPost("/api/v2/series", new SeriesEndpoint(keys, ingest, log, clock).InvokeAsync);
        http.MapGet("/api/v1/query", new QueryEndpoint(keys, store, windows, log, clock).InvokeAsync);
        http.MapGet("/api/v1/validate", new ValidateEndpoint(keys, log, clock).InvokeAsync);
        new ControlEndpoints(store, ingest, windows, receiver, malformed, log).Map(http);
        http.MapFallback(context => JsonReply.ErrorsAsync(context, StatusCodes.Status404NotFound, $"This intake has no {context.Request.Method} {context.Request.Path}."));

        DogStatsDListener dogStatsD;
        try
        {
            await http.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await http.DisposeAsync();
            throw PortTaken("HTTP", "--port", options.Port, failure);
        }

        try
        {
            dogStatsD = new DogStatsDListener(options.DogStatsDPort, receiver);
        }
        catch (SocketException failure)
        {
            await http.DisposeAsync();
            throw PortTaken("DogStatsD", "--dogstatsd-port", options.DogStatsDPort, failure);
        }

        ITimer publisher = TimeProvider.System.CreateTimer(_ => windows.Publish(), null, PublishInterval, PublishInterval);
        return new IntakeServer(http, dogStatsD, publisher);
    }

    /// <summary>Waits for SIGTERM, SIGINT or SIGQUIT.</summary>
    public Task WaitForShutdownAsync() => _http.WaitForShutdownAsync();

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        _dogStatsD.Dispose();
        await _http.StopAsync();
        await _http.DisposeAsync();
    }

    private static WebApplication BuildHttp(int port)
    {
        // The empty builder reads no configuration, so that neither a file nor a variable can open another address.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        return builder.Build();
    }

    private static StartException PortTaken(string what, string option, int port, Exception failure) =>
        new(ExitCodes.Port, $"{what} cannot listen on 127.0.0.1:{port}: {failure.Message.TrimEnd('.')}. Choose another port with {option}, or 0 for any free one.");
}
