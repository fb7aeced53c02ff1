using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Roles;

/// <summary>What a trust policy says about Datadog, and about others.</summary>
/// <param name="DatadogAccounts">Datadog's accounts that may assume the role.</param>
/// <param name="ExternalIds">External ids, of which one must be shown; empty when none is asked for.</param>
/// <param name="Obstacles">Conditions that Datadog cannot meet, as text.</param>
/// <param name="Others">Others who may assume the role.</param>
internal sealed record TrustView(IReadOnlyList<string> DatadogAccounts, IReadOnlyList<string> ExternalIds, IReadOnlyList<string> Obstacles, IReadOnlyList<string> Others)
{
    public static TrustView Of(PolicyDocument? trust)
    {
        var (accounts, ids, obstacles, others) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        foreach (PolicyStatement statement in trust?.Statements ?? [])
        {
            if (!statement.IsAllow)
            {
                obstacles.Add("a statement that denies");
                continue;
            }

            if (!statement.Actions.Any(action => ActionPattern.Covers(action, TrustPolicy.AssumeRole)))
            {
                continue;
            }

            bool isDatadogs = false;
            foreach (PolicyPrincipal principal in statement.Principals)
            {
                string? account = principal.Kind == "AWS" ? AccountOf(principal.Value) : null;
                if (account is not null && DatadogPrincipal.SitesOf(account).Count > 0)
                {
                    accounts.Add(account);
                    isDatadogs = true;
                }
                else
                {
                    others.Add(principal.Kind == "AWS" ? principal.Value : $"{principal.Kind} {principal.Value}");
                }
            }

            others.AddRange(statement.Negations.Where(negation => negation.Name == "NotPrincipal").Select(negation => $"all but {negation.Text}"));
            foreach (PolicyCondition condition in isDatadogs ? statement.Conditions : [])
            {
                if (IsExternalId(condition))
                {
                    ids.AddRange(condition.Values);
                }
                else
                {
                    obstacles.Add($"{condition.Operator} {condition.Key} = {string.Join(" or ", condition.Values)}");
                }
            }
        }

        return new TrustView(accounts, ids, obstacles, others);
    }

    private static bool IsExternalId(PolicyCondition condition) =>
        condition.Key.Equals(TrustPolicy.ExternalIdKey, StringComparison.OrdinalIgnoreCase)
        && condition.Operator.Equals("StringEquals", StringComparison.OrdinalIgnoreCase);

    // An account by its number, or by the ARN of its root.
    private static string? AccountOf(string principal) =>
        AwsNames.AccountId().IsMatch(principal) ? principal
        : principal.Split(':') is ["arn", _, "iam", "", { } account, "root"] ? account
        : null;
}
