using System.Collections;
using System.Management.Automation.Language;

namespace System.Management.Automation
{
    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public class ArgumentCompleterAttribute(Type type) : Attribute
    {
        public Type Type { get; } = type;
    }

    public interface IArgumentCompleter
    {
        IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters);
    }

    public enum CompletionResultType
    {
        Text,
        History,
        Command,
        ProviderItem,
        ProviderContainer,
        Property,
        Method,
        ParameterName,
        ParameterValue,
        Variable,
        Namespace,
        Type,
        Keyword,
        DynamicKeyword,
    }

    public class CompletionResult(string completionText, string listItemText, CompletionResultType resultType, string toolTip)
    {
        public CompletionResult(string completionText)
            : this(completionText, completionText, CompletionResultType.Text, completionText)
        {
        }

        public string CompletionText { get; } = completionText;

        public string ListItemText { get; } = listItemText;

        public CompletionResultType ResultType { get; } = resultType;

        public string ToolTip { get; } = toolTip;
    }
}

namespace System.Management.Automation.Language
{
    /// <summary>The line that is being completed; ddops hands none out.</summary>
    public class CommandAst
    {
        internal CommandAst()
        {
        }
    }
}
