using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Builds the settings of a filter from parameters.</summary>
internal static class NginxFilterSettings
{
    /// <summary>Without kinds, the filter applies to the specified user agents only, or to the Agent if there are none.</summary>
    public static NginxLogFilterOptions Build(string[]? kinds, string[] userAgents, bool keepFailures = false, string[]? allowedAddresses = null, string? variableName = null) => new()
    {
        Agents = kinds ?? (userAgents.Length == 0 ? [NginxAgentKind.Agent] : []),
        UserAgents = userAgents,
        KeepFailures = keepFailures,
        AllowedAddresses = allowedAddresses ?? [],
        VariableName = variableName?.TrimStart('$'),
    };
}
