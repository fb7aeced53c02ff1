using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DatadogOps.Commands;

/// <summary>Completes the states of pg_stat_activity, quoted where they hold spaces.</summary>
internal sealed class PgStateCompleter : IArgumentCompleter
{
    private static readonly string[] States =
        ["active", "idle", "idle in transaction", "idle in transaction (aborted)", "fastpath function call", "disabled", "starting"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        foreach (string state in States)
        {
            if (state.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                string text = state.Contains(' ', StringComparison.Ordinal) ? $"'{state}'" : state;
                yield return new CompletionResult(text, state, CompletionResultType.ParameterValue, state);
            }
        }
    }
}
