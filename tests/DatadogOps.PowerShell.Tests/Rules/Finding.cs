namespace DatadogOps.Tests.Rules;

/// <summary>A breach of a rule.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Subject">What breaks it: a cmdlet, a parameter, a file.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Finding(string Rule, string Subject, string Message)
{
    public override string ToString() => $"{Rule}: {Subject}: {Message}";
}
