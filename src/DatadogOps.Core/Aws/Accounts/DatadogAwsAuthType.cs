namespace DatadogOps.Aws.Accounts;

/// <summary>How Datadog accesses an AWS account.</summary>
public static class DatadogAwsAuthType
{
    /// <summary>Datadog assumes a role, with an external id.</summary>
    public const string Role = "Role";

    /// <summary>Datadog uses an access key; for GovCloud and China, where it cannot assume a role.</summary>
    public const string AccessKeys = "AccessKeys";
}
