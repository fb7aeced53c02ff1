using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DatadogOps.Commands.Common;

/// <summary>Completes values that are known but not the only ones, quoted where they hold spaces.</summary>
internal abstract class ValueCompleter(params string[] values) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        foreach (string value in values)
        {
            if (value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                string text = value.Contains(' ', StringComparison.Ordinal) ? $"'{value}'" : value;
                yield return new CompletionResult(text, value, CompletionResultType.ParameterValue, value);
            }
        }
    }
}
