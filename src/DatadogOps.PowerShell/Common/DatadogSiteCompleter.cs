using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Common;

/// <summary>Completes the names of Datadog's sites.</summary>
internal sealed class DatadogSiteCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        foreach ((string name, string region) in DatadogSite.Known)
        {
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || region.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, $"{name} ({region})");
            }
        }
    }
}
