namespace DatadogOps.Aws;

/// <summary>Stable ids of the errors that work over AWS accounts reports.</summary>
public static class AwsErrorIds
{
    /// <summary>A name, path, ARN, region or tag cannot be one.</summary>
    public const string SpecificationInvalid = "AwsSpecificationInvalid";

    /// <summary>The external id is not one that Datadog generates.</summary>
    public const string ExternalIdInvalid = "AwsExternalIdInvalid";

    /// <summary>The account id is not 12 digits.</summary>
    public const string AccountIdInvalid = "AwsAccountIdInvalid";

    /// <summary>The partition is none of aws, aws-us-gov and aws-cn, or cannot do what is asked.</summary>
    public const string PartitionUnsupported = "AwsPartitionUnsupported";

    /// <summary>Datadog's site cannot assume a role in that partition.</summary>
    public const string DelegationUnavailable = "AwsDelegationUnavailable";

    /// <summary>A service to exclude has no action in the list.</summary>
    public const string ServiceUnknown = "AwsServiceUnknown";

    /// <summary>The permissions do not fit into what AWS allows a role.</summary>
    public const string PolicyTooLarge = "AwsPolicyTooLarge";

    /// <summary>A list of permissions cannot be understood.</summary>
    public const string PermissionDataInvalid = "AwsPermissionDataInvalid";

    /// <summary>The role is there and was not made by DatadogOps.</summary>
    public const string RoleForeign = "AwsRoleForeign";

    /// <summary>There is no such role.</summary>
    public const string RoleNotFound = "AwsRoleNotFound";

    /// <summary>Somebody else's policies hang on the role.</summary>
    public const string RoleInUse = "AwsRoleInUse";

    /// <summary>There is no such profile.</summary>
    public const string ProfileNotFound = "AwsProfileNotFound";

    /// <summary>No credentials are found.</summary>
    public const string CredentialsMissing = "AwsCredentialsMissing";

    /// <summary>AWS does not know the key, or its signature does not match.</summary>
    public const string CredentialsInvalid = "AwsCredentialsInvalid";

    /// <summary>The session's token has expired.</summary>
    public const string CredentialsExpired = "AwsCredentialsExpired";

    /// <summary>The clock of this machine is off.</summary>
    public const string ClockSkew = "AwsClockSkew";

    /// <summary>The credentials belong to another account than the one that was named.</summary>
    public const string AccountMismatch = "AwsAccountMismatch";

    /// <summary>The caller lacks a permission.</summary>
    public const string AccessDenied = "AwsAccessDenied";

    /// <summary>A quota of the account is reached.</summary>
    public const string LimitExceeded = "AwsLimitExceeded";

    /// <summary>AWS refused a policy document.</summary>
    public const string MalformedPolicy = "AwsMalformedPolicy";

    /// <summary>Something still hangs on what was to be deleted.</summary>
    public const string DeleteConflict = "AwsDeleteConflict";

    /// <summary>Something of that name was made in the meantime.</summary>
    public const string AlreadyExists = "AwsAlreadyExists";

    /// <summary>AWS wants fewer requests.</summary>
    public const string Throttled = "AwsThrottled";

    /// <summary>AWS answered with a failure of its own.</summary>
    public const string Unavailable = "AwsUnavailable";

    /// <summary>The endpoint cannot be reached.</summary>
    public const string Unreachable = "AwsUnreachable";

    /// <summary>There was no answer in time.</summary>
    public const string Timeout = "AwsTimeout";

    /// <summary>AWS refused the request for another reason.</summary>
    public const string Refused = "AwsRefused";

    /// <summary>What answered is not AWS.</summary>
    public const string AnswerUnknown = "AwsAnswerUnknown";

    /// <summary>The exported file cannot be written.</summary>
    public const string ExportFailed = "AwsExportFailed";
}
