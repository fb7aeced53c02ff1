using Polly;
using Polly.Retry;

namespace DatadogOps.Telemetry.Http;

/// <summary>A request and what came of its last attempt.</summary>
internal sealed class ApiCall(DatadogRequest request, long started)
{
    public DatadogRequest Request { get; } = request;

    public long Started { get; } = started;

    public DatadogAnswer? Answer { get; set; }

    public ApiFailure? Failure { get; set; }

    public bool IsUnderWay { get; set; }

    /// <summary>
    /// Repeats what failed in passing: after the time that the receiver names, else after one that doubles, with jitter, so that
    /// many senders do not come back at once. A wait that would outlast the time allowed is not begun.
    /// </summary>
    public static ResiliencePipeline<ApiCall> Retries(DatadogApiOptions options) => options.MaxRetries == 0
        ? ResiliencePipeline<ApiCall>.Empty
        : new ResiliencePipelineBuilder<ApiCall> { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions<ApiCall>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                ShouldHandle = arguments => new(arguments.Outcome.Result is { } call && call.IsWorthRepeating(options, arguments.AttemptNumber)),
                DelayGenerator = static arguments => new(arguments.Outcome.Result?.Failure?.RetryAfter),
            })
            .Build();

    private bool IsWorthRepeating(DatadogApiOptions options, int attempt) =>
        Failure is { IsTransient: true } failure
        && (Request.IsRepeatable || failure.IsUnprocessed)
        && options.Time.GetElapsedTime(Started) + (failure.RetryAfter ?? options.RetryDelay * (1 << attempt)) < options.Timeout;
}
