using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Sessions;

/// <summary>Access to the IAM of one account.</summary>
public sealed class AwsSession : IDisposable
{
    internal AwsSession(AwsTarget target, string accountId, AwsPartition partition, string caller, IAmazonIdentityManagementService iam)
    {
        Target = target;
        AccountId = accountId;
        Partition = partition;
        Caller = caller;
        Iam = iam;
    }

    /// <summary>What was asked for.</summary>
    public AwsTarget Target { get; }

    /// <summary>The account.</summary>
    public string AccountId { get; }

    /// <summary>Its partition.</summary>
    public AwsPartition Partition { get; }

    /// <summary>ARN of who asks.</summary>
    public string Caller { get; }

    internal IAmazonIdentityManagementService Iam { get; }

    /// <inheritdoc/>
    public void Dispose() => Iam.Dispose();
}
