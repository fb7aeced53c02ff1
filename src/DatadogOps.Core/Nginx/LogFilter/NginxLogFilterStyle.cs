namespace DatadogOps.Nginx.LogFilter;

/// <summary>How the Agent's requests are kept out of the log.</summary>
public enum NginxLogFilterStyle
{
    /// <summary>A map in http, and <c>if=</c> on each access_log. Changes no answer.</summary>
    Map,

    /// <summary>An <c>if</c> with <c>access_log off</c> in a location, which nginx's own manual warns of.</summary>
    If,
}

/// <summary>Whose requests are meant, by what Datadog's programs call themselves.</summary>
[Flags]
public enum NginxAgentKind
{
    /// <summary>None of Datadog's own.</summary>
    None = 0,

    /// <summary>Checks of the Agent: <c>Datadog Agent/7.60.0</c>.</summary>
    Agent = 1,

    /// <summary>Synthetic API tests: <c>Datadog/Synthetics</c>.</summary>
    SyntheticsApi = 2,

    /// <summary>Synthetic browser tests: a browser's name that ends in <c>DatadogSynthetics</c>.</summary>
    SyntheticsBrowser = 4,
}
