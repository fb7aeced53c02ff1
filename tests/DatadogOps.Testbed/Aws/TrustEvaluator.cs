using System.Text.Json;

namespace DatadogOps.Testbed.Aws;

/// <summary>
/// Whether a trust policy lets somebody in: an allowing statement that fits and no denying one (IAM user guide, "Policy evaluation
/// logic"). Written apart from the product, and reads the JSON itself. An operator that it does not know lets nobody in.
/// </summary>
public static class TrustEvaluator
{
    /// <summary>Whether the caller may assume the role.</summary>
    /// <param name="trustPolicy">The policy, as JSON.</param>
    /// <param name="callerArn">Who asks: the ARN of an account's root.</param>
    /// <param name="context">What the request carries, by condition key.</param>
    public static bool Allows(string trustPolicy, string callerArn, Dictionary<string, string> context)
    {
        using JsonDocument policy = JsonDocument.Parse(trustPolicy);
        JsonElement[] fitting = [.. List(policy.RootElement.GetProperty("Statement")).Where(statement => Fits(statement, callerArn, context))];
        return fitting.Any(statement => Effect(statement) == "Allow") && !fitting.Any(statement => Effect(statement) == "Deny");
    }

    private static string? Effect(JsonElement statement) => statement.GetProperty("Effect").GetString();

    private static bool Fits(JsonElement statement, string callerArn, Dictionary<string, string> context) =>
        List(statement.GetProperty("Action")).Any(action => action.GetString() is "sts:AssumeRole" or "sts:*" or "*")
        && IsCaller(statement.GetProperty("Principal"), callerArn)
        && (!statement.TryGetProperty("Condition", out JsonElement conditions)
            || conditions.EnumerateObject().All(one => one.Value.EnumerateObject().All(key => Holds(one.Name, List(key.Value), context.GetValueOrDefault(key.Name)))));

    private static bool IsCaller(JsonElement principal, string callerArn) =>
        principal.ValueKind == JsonValueKind.String
            ? principal.GetString() == "*"
            : principal.TryGetProperty("AWS", out JsonElement arns) && List(arns).Any(arn => arn.GetString() is { } text && (text == "*" || text == callerArn || text == callerArn.Split(':')[4]));

    private static bool Holds(string condition, IEnumerable<JsonElement> values, string? actual) => condition switch
    {
        "StringEquals" => actual is not null && values.Any(value => value.GetString() == actual),
        "Bool" => actual is not null && values.Any(value => value.ToString().Equals(actual, StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    private static IEnumerable<JsonElement> List(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
