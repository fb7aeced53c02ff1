using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DatadogOps.Common;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Context;

/// <summary>
/// Checks each part of the connection to Datadog: name, TLS, proxies, keys, clock, and the Agent's DogStatsD. Sends no data, and the
/// keys only to the context's own site.
/// </summary>
/// <param name="context">The settings.</param>
/// <param name="options">How requests are made.</param>
/// <param name="environment">Returns a variable; null if it is not set.</param>
public sealed class DatadogConnectionTest(DatadogContext context, DatadogApiOptions options, Func<string, string?> environment)
{
    // Points may be 10 minutes ahead and an hour old; a clock that is a minute off shifts every graph.
    private static readonly TimeSpan NoticeableSkew = TimeSpan.FromMinutes(1);

    // The answer of a closed port arrives at once on one machine, and soon in one network.
    private static readonly TimeSpan AnswerOfClosedPort = TimeSpan.FromMilliseconds(300);

    private const string ReachExpected = "The Datadog API answers.";
    private const string ApiKeyExpected = "Datadog accepts the API key.";
    private const string ApplicationKeyExpected = "Datadog accepts the application key.";
    private const string ClockExpected = "The clocks differ by less than a minute.";
    private const string DogStatsDExpected = "DogStatsD listens.";

    private readonly List<DatadogConnectionFinding> _findings = [];

    /// <summary>Runs all checks.</summary>
    /// <param name="cancellationToken">Ends them.</param>
    public async Task<IReadOnlyList<DatadogConnectionFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (context.ApiKey is null && context.ApplicationKey is null && context.Transport == DatadogTransport.DogStatsD)
        {
            Add("ApiKey", Finding.Skipped, ApiKeyExpected, "There is no API key. Sending by DogStatsD needs none.", "Logs and reading back need one: -ApiKey, DD_API_KEY.");
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
            // Even without a key: a rejection shows that Datadog can be reached.
            DatadogAnswer answer = await client.SendAsync(new DatadogRequest(HttpMethod.Get, "api/v1/validate"), cancellationToken).ConfigureAwait(false);
            date = answer.Date;
            AddReached();
            Add("ApiKey", Finding.Passed, ApiKeyExpected, $"{context.Site} accepts the API key.");
        }
        catch (OperationException error) when (error.ErrorId == TelemetryErrorIds.DatadogApiKeyRefused)
        {
            AddReached();
            AddError("ApiKey", ApiKeyExpected, context.ApiKey is null ? DatadogKey.Missing(DatadogKeyKind.Api) : ExplainRefusedKey(error));
            Add("ApplicationKey", Finding.Skipped, ApplicationKeyExpected, "It can only be checked together with a valid API key.");
            return;
        }
        catch (OperationException error)
        {
            AddError("Reach", ReachExpected, error);
            Add("ApiKey", Finding.Skipped, ApiKeyExpected, $"{context.Site} was not reached.");
            return;
        }

        TestClock(date);
        await TestApplicationKeyAsync(client, cancellationToken).ConfigureAwait(false);
    }

    private async Task TestApplicationKeyAsync(DatadogApiClient client, CancellationToken cancellationToken)
    {
        if (context.ApplicationKey is null)
        {
            Add("ApplicationKey", Finding.Skipped, ApplicationKeyExpected, "There is no application key. Sending needs none.", "Reading back, monitors and dashboards need one: -ApplicationKey, DD_APP_KEY.");
            return;
        }

        try
        {
            await client.SendAsync(new DatadogRequest(HttpMethod.Get, "api/v2/validate_keys") { NeedsApplicationKey = true }, cancellationToken).ConfigureAwait(false);
            Add("ApplicationKey", Finding.Passed, ApplicationKeyExpected, $"{context.Site} accepts the application key.");
        }
        catch (OperationException error) when (error.ErrorId == TelemetryErrorIds.DatadogAnswerUnknown && error.Kind == OperationErrorKind.NotFound)
        {
            Add("ApplicationKey", Finding.Skipped, ApplicationKeyExpected, $"{context.Site} does not implement /api/v2/validate_keys.");
        }
        catch (OperationException error)
        {
            AddError("ApplicationKey", ApplicationKeyExpected, error);
        }
    }

    // The likely cause, found without sending the key to another site.
    private OperationException ExplainRefusedKey(OperationException error)
    {
        string advice = error.Advice;
        int length = context.ApiKey!.Reveal().Length;
        if (environment("DD_SITE") is { Length: > 0 } named && !named.Equals(context.Site.Name, StringComparison.OrdinalIgnoreCase))
        {
            advice = $"DD_SITE is {named}; if the key belongs to that site, use -Site {named}.";
        }
        else if (length == 40)
        {
            advice = "It has 40 characters, like an application key; an API key has 32. Check whether the two were swapped.";
        }
        else if (context.Site.Name == DatadogSite.DefaultName && environment("DD_SITE") is null or "")
        {
            advice = $"No site was specified, so {DatadogSite.DefaultName} was used. The address of your Datadog pages shows your site; specify it with -Site or DD_SITE.";
        }

        return new OperationException(error.ErrorId, error.Kind, error.Target, error.Message, advice, error);
    }

    private void TestClock(DateTimeOffset? date)
    {
        if (date is not { } theirs)
        {
            Add("Clock", Finding.Skipped, ClockExpected, $"{context.Site} does not send its time.");
            return;
        }

        TimeSpan skew = options.Time.GetUtcNow() - theirs;
        string by = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(skew.TotalSeconds):0} seconds {(skew < TimeSpan.Zero ? "behind" : "ahead of")}");
        if (skew > MetricRules.MaxAhead || -skew > MetricRules.MaxAge)
        {
            Add("Clock", Finding.Failed, ClockExpected, $"This machine's clock is {by} Datadog's, which drops such points.", "Set the clock, and synchronize it with NTP.", TelemetryErrorIds.DatadogClockSkewed);
        }
        else if (skew.Duration() > NoticeableSkew)
        {
            Add("Clock", Finding.Warning, ClockExpected, $"This machine's clock is {by} Datadog's; points appear at the wrong time.", "Set the clock, and synchronize it with NTP.", TelemetryErrorIds.DatadogClockSkewed);
        }
        else
        {
            Add("Clock", Finding.Passed, ClockExpected, "This machine's clock agrees with Datadog's within a minute.");
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
                    "Start the Datadog Agent, or specify the address that it listens on (-DogStatsDEndpoint, DD_DOGSTATSD_URL).");
            }

            AddAt("DogStatsD", Finding.Passed, endpoint.ToString(), DogStatsDExpected, endpoint.Path is null
                ? "The name resolves, and the port is not reported as closed; UDP gives no further confirmation."
                : "The socket exists and accepts datagrams.");
        }
        catch (OperationException error)
        {
            // Sending by the API needs no Agent.
            AddError("DogStatsD", DogStatsDExpected, error, context.Transport == DatadogTransport.Api ? Finding.Warning : Finding.Failed);
        }
    }

    // An empty datagram contains no metric, and a closed port answers it.
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

    private void AddReached() => Add("Reach", Finding.Passed, ReachExpected, context.Site.ApiUri.Scheme == Uri.UriSchemeHttps
        ? $"{context.Site.ApiUri.Authority} resolves, the TLS handshake succeeds, and the Datadog API answers."
        : $"{context.Site.ApiUri.Authority} answers as the Datadog API does.");

    private void Add(string rule, string status, string expected, string actual, string? recommendation = null, string? errorId = null) =>
        AddAt(rule, status, context.Site.ToString(), expected, actual, recommendation, errorId);

    private void AddError(string rule, string expected, OperationException error, string status = Finding.Failed) =>
        AddAt(rule, status, error.Target, expected, error.Message, error.Advice, error.ErrorId);

    private void AddAt(string rule, string status, string target, string expected, string actual, string? recommendation = null, string? errorId = null) =>
        _findings.Add(new DatadogConnectionFinding
        {
            Rule = rule, Status = status, Target = target, Expected = expected, Actual = actual, Recommendation = recommendation, ErrorId = errorId,
        });
}
