namespace DatadogOps.Nginx.LogFilter;

/// <summary>Datadog's programs that send requests, by their user agents.</summary>
public static class NginxAgentKind
{
    /// <summary>Checks of the Agent: <c>Datadog Agent/7.60.0</c>.</summary>
    public const string Agent = "Agent";

    /// <summary>Synthetic API tests: <c>Datadog/Synthetics</c>.</summary>
    public const string SyntheticsApi = "SyntheticsApi";

    /// <summary>Synthetic browser tests: a browser's user agent that ends in <c>DatadogSynthetics</c>.</summary>
    public const string SyntheticsBrowser = "SyntheticsBrowser";

    internal static readonly string[] All = [Agent, SyntheticsApi, SyntheticsBrowser];

    /// <summary>Regular expression of a kind's user agents, to be anchored at the start.</summary>
    internal static string Pattern(string kind) => kind switch
    {
        Agent => "Datadog Agent/",
        SyntheticsApi => "Datadog/Synthetics",
        SyntheticsBrowser => @"(?:.* )?DatadogSynthetics\z",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
