namespace DatadogOps.Aws.Accounts;

/// <summary>How Datadog gets into an AWS account.</summary>
public enum DatadogAwsAuthType
{
    /// <summary>It assumes a role there, by an external id.</summary>
    Role,

    /// <summary>It uses an access key; for GovCloud and China, where role delegation is not to be had.</summary>
    AccessKeys,
}
