namespace DatadogOps.Datadog.Queries;

/// <summary>Stable ids of what can go wrong in reading back from Datadog.</summary>
public static class QueryErrorIds
{
    /// <summary>The span of time is empty or runs backwards.</summary>
    public const string QueryTimeInvalid = nameof(QueryTimeInvalid);

    /// <summary>Datadog cannot read or answer the query.</summary>
    public const string QueryFailed = nameof(QueryFailed);

    /// <summary>An object of the pipeline is no point of a metric.</summary>
    public const string QueryInputUnknown = nameof(QueryInputUnknown);
}
