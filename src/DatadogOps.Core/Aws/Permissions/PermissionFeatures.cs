namespace DatadogOps.Aws.Permissions;

/// <summary>
/// What needs an action, as far as Datadog's documents say (docs.datadoghq.com/integrations/amazon_web_services, and the guides of
/// the features). Where they are silent, so is this.
/// </summary>
internal static class PermissionFeatures
{
    private static readonly Dictionary<string, string> s_byAction = new(StringComparer.Ordinal)
    {
        ["logs:PutSubscriptionFilter"] = "Log forwarding, set up by Datadog",
        ["logs:DeleteSubscriptionFilter"] = "Log forwarding, set up by Datadog",
        ["logs:DescribeSubscriptionFilters"] = "Log forwarding, set up by Datadog",
        ["logs:TestMetricFilter"] = "Log forwarding, set up by Datadog",
        ["s3:PutBucketNotification"] = "Log forwarding, set up by Datadog",
        ["s3:GetBucketNotification"] = "Log forwarding, set up by Datadog",
        ["s3:GetBucketLogging"] = "Log forwarding, set up by Datadog",
        ["lambda:List*"] = "Serverless, log forwarding",
        ["events:CreateEventBus"] = "Events by EventBridge",
        ["sns:Publish"] = "Notifications to SNS topics",
        ["support:DescribeTrustedAdvisor*"] = "Trusted Advisor",
        ["support:RefreshTrustedAdvisorCheck"] = "Trusted Advisor",
        ["cloudtrail:LookupEvents"] = "Events of CloudTrail",
        ["budgets:ViewBudget"] = "Metrics of budgets",
        ["cur:DescribeReportDefinitions"] = "Cloud Cost Management",
        ["s3:GetObject"] = "Cloud Cost Management, scans of buckets",
        ["s3:ListBucket"] = "Cloud Cost Management, scans of buckets",
        ["organizations:Describe*"] = "Names of accounts",
        ["organizations:List*"] = "Names of accounts",
        ["ec2:Describe*"] = "Metrics and tags of hosts",
        ["cloudwatch:Get*"] = "Metrics",
        ["cloudwatch:List*"] = "Metrics",
        ["cloudwatch:Describe*"] = "Alarms as events",
    };

    private static readonly Dictionary<string, string> s_byService = new(StringComparer.Ordinal)
    {
        ["bcm-data-exports"] = "Cloud Cost Management",
        ["ce"] = "Cloud Cost Management",
        ["cost-optimization-hub"] = "Cloud Cost Management",
        ["health"] = "Events of AWS Health",
        ["tag"] = "Tags of resources",
        ["xray"] = "Traces of X-Ray",
    };

    public static string? Of(string action, string service, string lists) =>
        s_byAction.GetValueOrDefault(action)
        ?? s_byService.GetValueOrDefault(service)
        ?? (lists.Contains('S', StringComparison.Ordinal) ? "Metrics, tags and logs of the service" : lists.Contains('R', StringComparison.Ordinal) ? "Resource collection" : null);
}
