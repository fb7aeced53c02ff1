using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Completes the partitions of AWS.</summary>
internal sealed class AwsPartitionCompleter() : ValueCompleter("aws", "aws-us-gov", "aws-cn");
