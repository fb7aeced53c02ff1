namespace DatadogOps.Aws.Sessions;

/// <summary>Which account to work in, and by which credentials.</summary>
public sealed record AwsTarget
{
    /// <summary>Profile of the AWS configuration files; null for the SDK's own search: environment, default profile, container, instance.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The account that is meant, 12 digits; null for the one that the credentials belong to.</summary>
    public string? AccountId { get; init; }

    /// <summary>Role to assume in that account, such as <c>OrganizationAccountAccessRole</c>; null to use the credentials as they are.</summary>
    public string? AssumeRoleName { get; init; }

    /// <summary>Time that one request may take; a retry has it anew.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The target for a message.</summary>
    public override string ToString() =>
        AccountId is not null ? $"account {AccountId}" : ProfileName is not null ? $"profile {ProfileName}" : "the account of the default credentials";
}
