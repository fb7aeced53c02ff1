using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Policies;

/// <summary>Whether policies mean the same, whatever the order of their lists and statements, and the case where IAM does not mind it.</summary>
internal static class PolicyEquality
{
    /// <summary>Whether two policies say the same. Names of statements do not count: the same policy made by Terraform may lack them.</summary>
    public static bool Same(PolicyDocument a, PolicyDocument b) => Key(a) == Key(b);

    private static string Key(PolicyDocument document) => string.Join('\n', document.Statements.Select(Key).Order(StringComparer.Ordinal));

    private static string Key(PolicyStatement statement) => string.Join(
        '|',
        statement.IsAllow ? "Allow" : "Deny",
        List(statement.Principals.Select(principal => $"{principal.Kind}={Account(principal.Value)}")),
        List(statement.Actions.Select(action => action.ToUpperInvariant())),
        List(statement.Resources),
        List(statement.Conditions.Select(condition => $"{condition.Operator.ToUpperInvariant()}:{condition.Key.ToUpperInvariant()}={List(condition.Values)}")),
        List(statement.Negations.Select(negation => $"{negation.Name}={negation.Text}")));

    // IAM writes an account that was given by its number alone as the ARN of its root.
    private static string Account(string principal) => AwsNames.AccountId().IsMatch(principal) ? $"arn:aws:iam::{principal}:root" : principal;

    private static string List(IEnumerable<string> values) => string.Join(',', values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
