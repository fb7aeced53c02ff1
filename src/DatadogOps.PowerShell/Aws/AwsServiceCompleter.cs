using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DatadogOps.Aws.Permissions;

namespace DatadogOps.Commands.Aws;

/// <summary>Completes the service prefixes of the list of permissions.</summary>
internal sealed class AwsServiceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return PermissionCatalog.Bundled.Permissions
            .Select(permission => permission.Service)
            .Distinct(StringComparer.Ordinal)
            .Where(service => service.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(service => new CompletionResult(service, service, CompletionResultType.ParameterValue, service));
    }
}
