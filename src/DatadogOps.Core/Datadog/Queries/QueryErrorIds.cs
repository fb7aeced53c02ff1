namespace DatadogOps.Datadog.Queries;

/// <summary>Stable ids of errors in reading from Datadog.</summary>
public static class QueryErrorIds
{
    /// <summary>The period is empty or negative.</summary>
    public const string QueryTimeInvalid = nameof(QueryTimeInvalid);

    /// <summary>Datadog rejected the query or could not answer it.</summary>
    public const string QueryFailed = nameof(QueryFailed);

    /// <summary>An object of the pipeline is not a metric point.</summary>
    public const string QueryInputUnknown = nameof(QueryInputUnknown);
}
