using DatadogOps.Common;

namespace DatadogOps.Aws.Specification;

/// <summary>
/// A partition of AWS: a set of regions with accounts, ARNs and an IAM of their own. Hosts and signing regions are those of
/// the IAM endpoints page (docs.aws.amazon.com/general/latest/gr/iam-service.html).
/// </summary>
public sealed record AwsPartition
{
    /// <summary>The commercial regions.</summary>
    public static readonly AwsPartition Aws = new("aws", "us-east-1", "iam.amazonaws.com", "iam-fips.amazonaws.com");

    /// <summary>GovCloud (US).</summary>
    public static readonly AwsPartition UsGov = new("aws-us-gov", "us-gov-west-1", "iam.us-gov.amazonaws.com", "iam.us-gov.amazonaws.com");

    /// <summary>China.</summary>
    public static readonly AwsPartition China = new("aws-cn", "cn-north-1", "iam.cn-north-1.amazonaws.com.cn", null);

    private AwsPartition(string name, string globalRegion, string iamHost, string? iamFipsHost)
    {
        Name = name;
        GlobalRegion = globalRegion;
        IamHost = iamHost;
        IamFipsHost = iamFipsHost;
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AwsPartition> Known { get; } = [Aws, UsGov, China];

    /// <summary>Name, as in ARNs.</summary>
    public string Name { get; }

    /// <summary>Region that global services, IAM among them, sign for and report.</summary>
    public string GlobalRegion { get; }

    /// <summary>Host of IAM.</summary>
    public string IamHost { get; }

    /// <summary>Host of IAM with validated cryptography, or null where there is none.</summary>
    public string? IamFipsHost { get; }

    /// <summary>The partition of that name.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public static AwsPartition FromName(string name) =>
        Known.FirstOrDefault(partition => partition.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OperationException(
            AwsErrorIds.PartitionUnsupported,
            OperationErrorKind.InvalidInput,
            name,
            $"There is no AWS partition '{name}'.",
            $"Use one of {string.Join(", ", Known.Select(partition => partition.Name))}; it is the second part of every ARN of the account.");

    /// <summary>The partition that a region belongs to.</summary>
    public static AwsPartition FromRegion(string? region) =>
        region is null ? Aws
        : region.StartsWith("us-gov-", StringComparison.OrdinalIgnoreCase) ? UsGov
        : region.StartsWith("cn-", StringComparison.OrdinalIgnoreCase) ? China
        : Aws;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
