namespace DatadogOps.Aws.Policies;

/// <summary>What AWS allows a role by default, in characters without white space (docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).</summary>
internal static class PolicyLimits
{
    /// <summary>All inline policies of a role together.</summary>
    public const int Inline = 10_240;

    /// <summary>One managed policy.</summary>
    public const int Managed = 6_144;

    /// <summary>Managed policies on a role.</summary>
    public const int Attachments = 10;

    /// <summary>The trust policy.</summary>
    public const int Trust = 2_048;

    /// <summary>Versions of a managed policy.</summary>
    public const int Versions = 5;
}
