using DatadogOps.Common;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Aws.Specification;

/// <summary>
/// The AWS accounts from which Datadog assumes a customer's role, by site. A role that trusts another site's account is never
/// assumed, and nothing on the customer's side tells (Datadog's aws_quickstart templates and its Terraform provider's guide).
/// </summary>
public static class DatadogPrincipal
{
    private static readonly (string Site, string Account, string? GovAccount)[] All =
    [
        ("datadoghq.com", "464622532012", null),
        ("us3.datadoghq.com", "464622532012", null),
        ("us5.datadoghq.com", "464622532012", null),
        ("datadoghq.eu", "464622532012", null),
        ("ap1.datadoghq.com", "417141415827", null),
        ("ap2.datadoghq.com", "412381753143", null),
        ("uk1.datadoghq.com", "117348461845", null),
        ("ddog-gov.com", "392588925713", "065115117704"),
        ("us2.ddog-gov.com", "382742775718", "486737091498"),
    ];

    /// <summary>Datadog's account that assumes roles of accounts in a partition.</summary>
    /// <exception cref="OperationException">The site cannot assume roles there: a role trusts accounts of its own partition only.</exception>
    public static string AccountFor(DatadogSite site, AwsPartition partition)
    {
        (string name, string account, string? govAccount) = Array.Find(All, one => one.Site == site.Name);
        string? found = name is null || partition == AwsPartition.China ? null : partition == AwsPartition.UsGov ? govAccount : account;
        return found ?? throw new OperationException(
            AwsErrorIds.DelegationUnavailable,
            OperationErrorKind.InvalidInput,
            partition.Name,
            $"Datadog's site {site} has no AWS account in the partition {partition.Name}, so a role there cannot trust it.",
            "Use access keys for such accounts (see docs/aws.md), or a site that has one: ddog-gov.com for aws-us-gov.");
    }

    /// <summary>The ARN that a role has to trust.</summary>
    /// <exception cref="OperationException">The site cannot assume roles there.</exception>
    public static string ArnFor(DatadogSite site, AwsPartition partition) => $"arn:{partition.Name}:iam::{AccountFor(site, partition)}:root";

    /// <summary>The sites whose account that is; none when it is not Datadog's.</summary>
    public static IReadOnlyList<string> SitesOf(string account) =>
        [.. All.Where(one => one.Account == account || one.GovAccount == account).Select(one => one.Site)];
}
