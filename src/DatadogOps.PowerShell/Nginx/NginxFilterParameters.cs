using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Makes a filter's options of what cmdlets are given.</summary>
internal static class NginxFilterParameters
{
    public const string AgentKind = "Agent";
    public const string SyntheticsApiKind = "SyntheticsApi";
    public const string SyntheticsBrowserKind = "SyntheticsBrowser";

    /// <param name="kinds">Names of kinds; null where none were given: then the Agent, or only the user agents given.</param>
    /// <param name="userAgents">User agents with wildcards.</param>
    /// <param name="keepFailures">Whether failed checks stay in the log.</param>
    /// <param name="allowedAddresses">Networks that are believed.</param>
    /// <param name="variableName">Name of the variable, perhaps with its <c>$</c>.</param>
    public static NginxLogFilterOptions Build(string[]? kinds, string[] userAgents, bool keepFailures, string[] allowedAddresses, string? variableName)
    {
        NginxAgentKind agents = NginxAgentKind.None;
        foreach (string kind in kinds ?? (userAgents.Length == 0 ? [AgentKind] : []))
        {
            agents |= Enum.Parse<NginxAgentKind>(kind, ignoreCase: true);
        }

        return new NginxLogFilterOptions
        {
            Agents = agents,
            UserAgents = userAgents,
            KeepFailures = keepFailures,
            AllowedAddresses = allowedAddresses,
            VariableName = variableName?.TrimStart('$'),
        };
    }
}
