using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Specification;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Tests.Aws;

/// <summary>Specifications and catalogs that tests share.</summary>
internal static class Specifications
{
    public const string ExternalId = "c359eed4feb642c9a38c79b3da552929";

    public static RoleSpecification Standard { get; } = new() { ExternalId = ExternalId };

    public static RoleSpecification Full { get; } = Standard with { PermissionSet = DatadogAwsPermissionSet.Full, SecurityAudit = true };

    public static RoleSpecification Everything { get; } = Full with { IncludeWrite = true, IncludeS3Data = true };

    public static DatadogSite Site(string name) => DatadogSite.FromName(name);

    /// <summary>A catalog of these actions, all of them beyond the standard set.</summary>
    public static PermissionCatalog Catalog(IEnumerable<string> actions) => PermissionCatalog.FromLists("2026-07-30", "test", [], [], actions);
}
