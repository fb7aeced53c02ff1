using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.Aws.Specification;

/// <summary>What may be the name of something at AWS (IAM API reference, 2010-05-08), and what Datadog takes as an external id.</summary>
public static partial class AwsNames
{
    /// <summary>Checks an account's id: 12 digits.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static string CheckAccountId(string accountId) => AccountId().IsMatch(accountId) ? accountId : throw new OperationException(
        AwsErrorIds.AccountIdInvalid,
        OperationErrorKind.InvalidInput,
        accountId,
        $"'{accountId}' is not an AWS account id, which has 12 digits.",
        "Specify it as text to keep leading zeros: '012345678901'.");

    /// <summary>Checks an external id. AWS would allow more; Datadog takes only those that it generated.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static string CheckExternalId(string externalId) => IsExternalId(externalId) ? externalId : throw new OperationException(
        AwsErrorIds.ExternalIdInvalid,
        OperationErrorKind.InvalidInput,
        externalId,
        $"'{externalId}' is not an external id of Datadog's, which has 32 hexadecimal digits.",
        "Datadog accepts only ids that it generated, each to be used within 48 hours; it shows one under Integrations, Amazon Web Services, Add AWS Account.");

    /// <summary>Whether it looks as the external ids do that Datadog generates.</summary>
    public static bool IsExternalId(string text) => ExternalId().IsMatch(text);

    internal static void Check(bool isGood, string value, string reason, string advice)
    {
        if (!isGood)
        {
            throw new OperationException(AwsErrorIds.SpecificationInvalid, OperationErrorKind.InvalidInput, value, $"'{value}' is invalid: {reason}.", advice);
        }
    }

    [GeneratedRegex(@"^[0-9]{12}\z")]
    internal static partial Regex AccountId();

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    internal static partial Regex ExternalId();

    [GeneratedRegex(@"^[A-Za-z0-9+=,.@_-]{1,64}\z")]
    internal static partial Regex RoleName();

    [GeneratedRegex(@"^/(?:[\x21-\x26\x28-\x2E\x30-\x7E]+/){0,16}\z")]
    internal static partial Regex Path();

    [GeneratedRegex(@"^[a-z]{2,}(?:-[a-z]+)+-[0-9]{1,2}\z")]
    internal static partial Regex Region();

    [GeneratedRegex(@"^arn:aws(?:-us-gov|-cn)?:iam::(?:[0-9]{12}|aws):policy/[\x21-\x26\x28-\x7E]{1,512}\z")]
    internal static partial Regex PolicyArn();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]+\z")]
    internal static partial Regex TagText();
}
