using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Context;

/// <summary>
/// Looks at each part of the way to Datadog: name, TLS, proxies, keys, clock, and the Agent's DogStatsD. No data is sent, and
/// the keys go to the context's own site only.
/// </summary>
/// <param name="context">The settings.</param>
/// <param name="options">How requests are made.</param>
/// <param name="environment">Reads a variable; null when it is not set.</param>
public sealed class DatadogConnectionTest(DatadogContext context, DatadogApiOptions options, Func<string, string?> environment)
{
    // Points may be 10 minutes ahead and an hour old; a clock that is a minute off shifts every graph.
    private static readonly TimeSpan NoticeableSkew = TimeSpan.FromMinutes(1);

    // What a port answers that nothing listens on comes at once on one machine, and soon in one network.
    private static readonly TimeSpan AnswerOfClosedPort = TimeSpan.FromMilliseconds(300);

    private readonly List<DatadogConnectionFinding> _findings = [];

    /// <summary>Makes all the checks.</summary>
    /// <param name="cancellationToken">Ends them.</param>
    public async Task<IReadOnlyList<DatadogConnectionFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (context.ApiKey is null && context.ApplicationKey is null && context.Transport == DatadogTransport.DogStatsD)
        {
            Add("ApiKey", DatadogConnectionResult.Skipped, "There is no API key, and sending by DogStatsD needs none.", "Reading back and logs need one: -ApiKey, DD_API_KEY.");
        }
        else
        {
            await TestApiAsync(cancellationToken).ConfigureAwait(false);
        }

        await TestDogStatsDAsync(cancellationToken).ConfigureAwait(false);
        return _findings;
    }

    private async Task TestApiAsync(CancellationToken cancellationToken)
    {
        using var client = new DatadogApiClient(context.Site, context.ApiKey, options, context.ApplicationKey);
        DateTimeOffset? date = null;
        try
        {
            // Without a key the request is made all the same: being refused shows that Datadog is there.
            DatadogAnswer answer = await client.SendAsync(new DatadogRequest(HttpMethod.Get, "api/v1/validate"), cancellationToken).ConfigureAwait(false);
            date = answer.Date;
            AddReached();
            Add("ApiKey", DatadogConnectionResult.Passed, $"{context.Site} knows the API key.");
        }
        catch (OperationException error) when (error.ErrorId == TelemetryErrorIds.DatadogApiKeyRefused)
        {
            AddReached();
            AddError("ApiKey", context.ApiKey is null ? DatadogKey.Missing(DatadogKeyKind.Api) : ExplainRefusedKey(error));
            Add("ApplicationKey", DatadogConnectionResult.Skipped, "It is judged together with the API key only.");
            return;
        }
        catch (OperationException error)
        {
            AddError("Reach", error);
            Add("ApiKey", DatadogConnectionResult.Skipped, $"{context.Site} was not reached.");
            return;
        }

        TestClock(date);
        await TestApplicationKeyAsync(client, cancellationToken).ConfigureAwait(false);
    }

    private async Task TestApplicationKeyAsync(DatadogApiClient client, CancellationToken cancellationToken)
    {
        if (context.ApplicationKey is null)
        {
            Add("ApplicationKey", DatadogConnectionResult.Skipped, "There is none, and sending needs none.", "Reading back, monitors and dashboards need one: -ApplicationKey, DD_APP_KEY.");
            return;
        }

        try
        {
            await client.SendAsync(new DatadogRequest(HttpMethod.Get, "api/v2/validate_keys") { NeedsApplicationKey = true }, cancellationToken).ConfigureAwait(false);
            Add("ApplicationKey", DatadogConnectionResult.Passed, $"{context.Site} knows the application key.");
        }
        catch (OperationException error) when (error.ErrorId == TelemetryErrorIds.DatadogAnswerUnknown && error.Kind == OperationErrorKind.NotFound)
        {
            Add("ApplicationKey", DatadogConnectionResult.Skipped, $"{context.Site} cannot tell: it lacks the address /api/v2/validate_keys.");
        }
        catch (OperationException error)
        {
            AddError("ApplicationKey", error);
        }
    }

    // What can be said about a refused key without showing it to another site.
    private OperationException ExplainRefusedKey(OperationException error)
    {
        string advice = error.Advice;
        int length = context.ApiKey!.Reveal().Length;
        if (environment("DD_SITE") is { Length: > 0 } named && !named.Equals(context.Site.Name, StringComparison.OrdinalIgnoreCase))
        {
            advice = $"DD_SITE names {named}; if the key is of that site, use -Site {named}.";
        }
        else if (length == 40)
        {
            advice = "It has 40 characters, as application keys have; an API key has 32. See whether the two were exchanged.";
        }
        else if (context.Site.Name == DatadogSite.DefaultName && environment("DD_SITE") is null or "")
        {
            advice = $"No site was named, so {DatadogSite.DefaultName} was asked. The address of your Datadog pages shows your site; name it with -Site or DD_SITE.";
        }

        return new OperationException(error.ErrorId, error.Kind, error.Target, error.Message, advice, error);
    }

    private void TestClock(DateTimeOffset? date)
    {
        if (date is not { } theirs)
        {
            Add("Clock", DatadogConnectionResult.Skipped, $"{context.Site} does not tell the time.");
            return;
        }

        TimeSpan skew = options.Time.GetUtcNow() - theirs;
        string by = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(skew.TotalSeconds):0} seconds {(skew < TimeSpan.Zero ? "behind" : "ahead of")}");
        if (skew > MetricRules.MaxAhead || -skew > MetricRules.MaxAge)
        {
            Add("Clock", DatadogConnectionResult.Failed, $"This machine's clock is {by} Datadog's, which drops such points.", "Set the clock, and keep it right with NTP.", TelemetryErrorIds.DatadogClockSkewed);
        }
        else if (skew.Duration() > NoticeableSkew)
        {
            Add("Clock", DatadogConnectionResult.Warning, $"This machine's clock is {by} Datadog's; points land at the wrong time.", "Set the clock, and keep it right with NTP.", TelemetryErrorIds.DatadogClockSkewed);
        }
        else
        {
            Add("Clock", DatadogConnectionResult.Passed, "This machine's clock agrees with Datadog's within a minute.");
        }
    }

    private async Task TestDogStatsDAsync(CancellationToken cancellationToken)
    {
        DogStatsDEndpoint endpoint = context.DogStatsDEndpoint;
        try
        {
            using DogStatsDClient client = await DogStatsDClient.ConnectAsync(endpoint, new DogStatsDOptions(), cancellationToken).ConfigureAwait(false);
            if (endpoint.Path is null && await IsClosedAsync(endpoint, cancellationToken).ConfigureAwait(false))
            {
                throw new OperationException(
                    TelemetryErrorIds.DogStatsDNotDelivered,
                    OperationErrorKind.ConnectionFailed,
                    endpoint.ToString(),
                    $"Nothing listens at {endpoint}.",
                    "Start the Datadog Agent, or give the address that it listens on (-DogStatsDEndpoint, DD_DOGSTATSD_URL).");
            }

            AddAt("DogStatsD", DatadogConnectionResult.Passed, endpoint.ToString(), endpoint.Path is null
                ? "The name resolves and no answer says that the port is closed; UDP tells no more."
                : "The socket is there and takes datagrams.");
        }
        catch (OperationException error)
        {
            // Whoever sends by the API does not need an Agent.
            AddError("DogStatsD", error, context.Transport == DatadogTransport.Api ? DatadogConnectionResult.Warning : DatadogConnectionResult.Failed);
        }
    }

    // An empty datagram holds no metric, and a closed port of a machine that answers says so.
    private static async Task<bool> IsClosedAsync(DogStatsDEndpoint endpoint, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(endpoint.Host!, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        IPAddress address = addresses.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(address, endpoint.Port, cancellationToken).ConfigureAwait(false);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(AnswerOfClosedPort);
        try
        {
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, soon.Token).ConfigureAwait(false);
            await socket.ReceiveAsync(new byte[1], soon.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void AddReached() => Add("Reach", DatadogConnectionResult.Passed, context.Site.ApiUri.Scheme == Uri.UriSchemeHttps
        ? $"{context.Site.ApiUri.Authority} resolves, TLS is agreed on, and the Datadog API answers."
        : $"{context.Site.ApiUri.Authority} answers as the Datadog API does.");

    private void Add(string check, DatadogConnectionResult result, string message, string? advice = null, string? errorId = null) =>
        AddAt(check, result, context.Site.ToString(), message, advice, errorId);

    private void AddError(string check, OperationException error, DatadogConnectionResult result = DatadogConnectionResult.Failed) =>
        AddAt(check, result, error.Target, error.Message, error.Advice, error.ErrorId);

    private void AddAt(string check, DatadogConnectionResult result, string target, string message, string? advice = null, string? errorId = null) =>
        _findings.Add(new DatadogConnectionFinding { Check = check, Result = result, Target = target, Message = message, Advice = advice, ErrorId = errorId });
}
