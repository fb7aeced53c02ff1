namespace DatadogOps.Aws.Specification;

/// <summary>The description that the role carries at AWS.</summary>
internal static class RoleDescription
{
    public const string Text = "Datadog reads this account by this role. Made by DatadogOps.";
}
