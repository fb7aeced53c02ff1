namespace DatadogOps.Aws.Accounts;

/// <summary>Stable ids of the errors about AWS accounts as Datadog knows them.</summary>
public static class AwsAccountErrorIds
{
    /// <summary>The account is registered already, with another role or external id.</summary>
    public const string AccountRegisteredOtherwise = "AwsAccountRegisteredOtherwise";

    /// <summary>Datadog does not have the account.</summary>
    public const string AccountNotRegistered = "AwsAccountNotRegistered";

    /// <summary>Settings were given that do not go together.</summary>
    public const string AccountSettingsConflict = "AwsAccountSettingsConflict";

    /// <summary>Datadog's answer lacks what it should hold.</summary>
    public const string AccountAnswerUnknown = "AwsAccountAnswerUnknown";

    /// <summary>Datadog does not take the external id: it did not generate it, or more than 48 hours ago.</summary>
    public const string ExternalIdRefused = "AwsExternalIdRefused";

    /// <summary>The role and Datadog do not agree on the external id.</summary>
    public const string ExternalIdMismatch = "AwsExternalIdMismatch";

    /// <summary>The role trusts the AWS account of another Datadog site.</summary>
    public const string RoleOfAnotherSite = "AwsRoleOfAnotherSite";
}
