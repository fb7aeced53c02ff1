using System.Net;
using System.Net.Sockets;
using DatadogOps.Intake.Aws;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Dashboards;
using DatadogOps.Intake.DogStatsD;
using DatadogOps.Intake.Events;
using DatadogOps.Intake.Faults;
using DatadogOps.Intake.Hosts;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Metrics;
using DatadogOps.Intake.Monitors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DatadogOps.Intake.Hosting;

/// <summary>The intake: HTTP and DogStatsD over one state.</summary>
internal sealed class IntakeServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PublishInterval = TimeSpan.FromSeconds(1);

    private readonly IntakeState _state;
    private readonly List<IDisposable> _listeners = [];
    private WebApplication? _http;
    private ITimer? _publisher;

    private IntakeServer(IntakeState state) => _state = state;

    /// <summary>Base address of the HTTP API.</summary>
    public Uri ApiUri => new(_http!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>UDP port of DogStatsD.</summary>
    public int DogStatsDPort => _listeners.OfType<DogStatsDListener>().First().Port;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="StartException">A port, a socket or the data folder cannot be had.</exception>
    public static async Task<IntakeServer> StartAsync(IntakeOptions options, TimeProvider clock)
    {
        var server = new IntakeServer(await IntakeState.OpenAsync(options, clock));
        try
        {
            await server.ListenAsync(options);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task ListenAsync(IntakeOptions options)
    {
        _http = BuildHttp(options.Port);
        MapAll(_http, options);
        try
        {
            await _http.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw PortTaken("HTTP", "--port", options.Port, failure);
        }

        try
        {
            _listeners.Add(DogStatsDListener.OnPort(options.DogStatsDPort, _state.DogStatsD));
        }
        catch (SocketException failure)
        {
            throw PortTaken("DogStatsD", "--dogstatsd-port", options.DogStatsDPort, failure);
        }

        if (options.DogStatsDSocket is not null)
        {
            _listeners.Add(DogStatsDListener.OnSocket(options.DogStatsDSocket, _state.DogStatsD));
        }

        if (options.DogStatsDStreamSocket is not null)
        {
            _listeners.Add(new DogStatsDStreamListener(options.DogStatsDStreamSocket, _state.DogStatsD, _state.Malformed));
        }

        _publisher = TimeProvider.System.CreateTimer(_ => _state.Publish(), null, PublishInterval, PublishInterval);
    }

    private void MapAll(WebApplication http, IntakeOptions options)
    {
        var log = new PayloadLog([options.ApiKey, options.ApplicationKey]);
        var faults = new FaultRules();
        http.Use(LoopbackGuard.InvokeAsync);
        http.Use(new FaultMiddleware(faults, log, _state.Clock, http.Lifetime.ApplicationStopping).InvokeAsync);
        http.UseRouting();

        var routes = new ApiRoutes(http, new ApiKeys(options.ApiKey, options.ApplicationKey), log, _state.Clock);
        ValidateEndpoint.Map(routes);
        _state.MetricEndpoints.Map(routes);
        new QueryEndpoint(_state.Metrics, _state.Windows).Map(routes);
        new EventsV1(_state.Events).Map(routes);
        new EventsV2(_state.Events).Map(routes);
        _state.Checks.Map(routes);
        _state.Logs.Map(routes);
        new HostTagEndpoints(_state.Ingest, _state.Documents).Map(routes);
        new MonitorEndpoints(_state.Documents, _state.Clock).Map(routes);
        new DashboardEndpoints(_state.Documents, _state.Clock).Map(routes);
        PermissionLists.Map(routes);
        new AwsAccounts(_state.Documents, _state.Clock).Map(routes);

        var control = new ControlRoutes(http);
        new ControlEndpoints(_state, log).Map(control);
        new ReceivedEndpoints(_state, log).Map(control);
        faults.Map(control);
        _state.Clock.Map(control, _state.Documents);
        http.MapFallback(context => JsonReply.ErrorsAsync(context, StatusCodes.Status404NotFound, $"This intake has no {context.Request.Method} {context.Request.Path}."));
    }

    /// <summary>Waits for SIGTERM, SIGINT or SIGQUIT.</summary>
    public Task WaitForShutdownAsync() => _http!.WaitForShutdownAsync();

    /// <summary>Stops listening, and writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_publisher is not null)
        {
            await _publisher.DisposeAsync();
        }

        _listeners.ForEach(listener => listener.Dispose());
        if (_http is not null)
        {
            await _http.StopAsync();
            await _http.DisposeAsync();
        }

        await _state.DisposeAsync();
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
