using DatadogOps.Aws.Permissions;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Aws.Specification;

/// <summary>
/// What a role for Datadog is to be. Everything else is derived from it: policies, the steps that make the role, the exports and
/// the test for drift.
/// </summary>
public sealed record RoleSpecification
{
    /// <summary>Name that Datadog's own templates give the role.</summary>
    public const string DefaultRoleName = "DatadogIntegrationRole";

    /// <summary>Tag by which DatadogOps knows the roles that it made.</summary>
    public const string OwnerTag = "ManagedBy";

    /// <summary>Value of <see cref="OwnerTag"/>.</summary>
    public const string OwnerTagValue = "DatadogOps";

    // IAM quotas (docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html): tags on a role, characters of a tag.
    private const int MaxTags = 50;
    private const int MaxTagKey = 128;
    private const int MaxTagValue = 256;

    /// <summary>Site of the Datadog organisation.</summary>
    public DatadogSite Site { get; init; } = DatadogSite.FromName(DatadogSite.DefaultName);

    /// <summary>Partition of the account.</summary>
    public AwsPartition Partition { get; init; } = AwsPartition.Aws;

    /// <summary>Name of the role, up to 64 characters. Case-sensitive for Datadog.</summary>
    public string RoleName { get; init; } = DefaultRoleName;

    /// <summary>Path of the role, with a slash at both ends.</summary>
    public string RolePath { get; init; } = "/";

    /// <summary>The external id that Datadog generated; null where it is not known yet.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What Datadog may read: one of <see cref="DatadogAwsPermissionSet"/>.</summary>
    public string PermissionSet { get; init => field = DatadogAwsPermissionSet.Canonical(value); } = DatadogAwsPermissionSet.Standard;

    /// <summary>Also attaches AWS's SecurityAudit policy, as Datadog's templates do for resource collection.</summary>
    public bool SecurityAudit { get; init; }

    /// <summary>Includes the write actions of the set.</summary>
    public bool IncludeWrite { get; init; }

    /// <summary>Includes the actions that read the contents of S3 buckets, if the set has them.</summary>
    public bool IncludeS3Data { get; init; }

    /// <summary>Services to exclude, by the prefix of their actions: <c>ec2</c>.</summary>
    public IReadOnlyList<string> ExcludedServices { get; init; } = [];

    /// <summary>Regions to which regional services are limited; empty for all.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Further tags on the role and its policies.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>ARN of the policy that bounds the role's permissions, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Longest session, in seconds, 3,600 to 43,200.</summary>
    public int MaxSessionDurationSec { get; init; } = 3600;

    /// <summary>The list of permissions that the sets are taken from.</summary>
    public PermissionCatalog Catalog { get; init; } = PermissionCatalog.Bundled;

    /// <summary>All tags: the owner's and the further ones, by key.</summary>
    public SortedDictionary<string, string> AllTags()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in Tags)
        {
            all[key] = value;
        }

        all[OwnerTag] = OwnerTagValue;
        return all;
    }

    /// <summary>Reads tags of the form <c>Key=Value</c>; the value may be empty.</summary>
    /// <exception cref="OperationException">One has no equals sign, or a key is there twice.</exception>
    public static IReadOnlyDictionary<string, string> ParseTags(IEnumerable<string> texts)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            AwsNames.Check(equals > 0, text, "a tag is a key, an equals sign and a value", "Write it as Team=Operations.");
            AwsNames.Check(tags.TryAdd(text[..equals], text[(equals + 1)..]), text, "its key occurs twice", "Specify each key once.");
        }

        return tags;
    }

    /// <summary>Checks every value against what AWS and Datadog take.</summary>
    /// <exception cref="OperationException">One of them cannot be used.</exception>
    public RoleSpecification Validate()
    {
        AwsNames.Check(AwsNames.RoleName().IsMatch(RoleName), RoleName, "a role's name is 1 to 64 letters, digits and +=,.@_-", "Choose another -RoleName.");
        AwsNames.Check(RolePath.Length <= 512 && AwsNames.Path().IsMatch(RolePath), RolePath, "a path begins and ends with a slash", "Write -RolePath as /datadog/.");
        if (ExternalId is not null)
        {
            AwsNames.CheckExternalId(ExternalId);
        }

        foreach (string region in Regions)
        {
            AwsNames.Check(AwsNames.Region().IsMatch(region), region, "it is not a region", "Write regions as eu-west-1.");
            AwsNames.Check(AwsPartition.FromRegion(region) == Partition, region, $"it is outside the partition {Partition}", "Specify regions of one partition.");
        }

        if (PermissionsBoundary is { } boundary)
        {
            AwsNames.Check(
                AwsNames.PolicyArn().IsMatch(boundary) && boundary.StartsWith($"arn:{Partition.Name}:", StringComparison.Ordinal),
                boundary,
                $"a permissions boundary is the ARN of a policy in the partition {Partition}",
                $"Write it as arn:{Partition}:iam::123456789012:policy/name.");
        }

        AwsNames.Check(MaxSessionDurationSec is >= 3600 and <= 43200, $"{MaxSessionDurationSec} s", "a session lasts 3,600 to 43,200 seconds", "Leave it out for an hour.");
        AwsNames.Check(Tags.Count < MaxTags, $"{Tags.Count} tags", $"a role carries at most {MaxTags}, one of which is {OwnerTag}", "Specify fewer tags.");
        foreach ((string key, string value) in Tags)
        {
            string shown = $"{key}={value}";
            AwsNames.Check(
                key.Length <= MaxTagKey && value.Length <= MaxTagValue && AwsNames.TagText().IsMatch(key) && (value.Length == 0 || AwsNames.TagText().IsMatch(value)),
                shown,
                $"a tag's key is 1 to {MaxTagKey} characters, its value up to {MaxTagValue}, of letters, digits, spaces and _.:/=+-@",
                "Correct the tag.");
            AwsNames.Check(!key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase), shown, "keys that begin with aws: are AWS's own", "Choose another key.");
            AwsNames.Check(!key.Equals(OwnerTag, StringComparison.OrdinalIgnoreCase), shown, $"{OwnerTag} is the tag by which DatadogOps knows its roles", "Choose another key.");
        }

        DatadogPrincipal.AccountFor(Site, Partition);
        return this;
    }
}
