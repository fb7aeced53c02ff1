using DatadogOps.Aws.Permissions;

namespace DatadogOps.Aws.Policies;

/// <summary>
/// Services whose API lives in one region whatever region is asked about. A condition on aws:RequestedRegion would shut them out
/// (AWS Organizations user guide, "Deny access to AWS based on the requested AWS Region").
/// </summary>
internal static class GlobalServices
{
    private static readonly HashSet<string> s_services = new(StringComparer.OrdinalIgnoreCase)
    {
        "account", "bcm-data-exports", "billingconductor", "budgets", "ce", "cloudfront", "cost-optimization-hub", "cur", "directconnect",
        "globalaccelerator", "health", "iam", "networkmanager", "organizations", "resource-explorer-2", "route53",
        "route53-recovery-control-config", "route53-recovery-readiness", "route53domains", "route53profiles", "shield", "sts", "support",
        "tag", "trustedadvisor", "waf",
    };

    private static readonly HashSet<string> s_actions = new(StringComparer.OrdinalIgnoreCase) { "s3:ListAllMyBuckets", "s3:GetBucketLocation" };

    public static bool Holds(DatadogAwsAction permission) => s_services.Contains(permission.Service) || s_actions.Contains(permission.Action);
}
