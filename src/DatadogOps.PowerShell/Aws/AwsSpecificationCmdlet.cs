using System.Management.Automation;
using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Specification;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Aws;

/// <summary>Base of the cmdlets that create, compare or export a role: the parameters of its specification.</summary>
public abstract class AwsSpecificationCmdlet : DatadogOpsCmdlet
{
    /// <summary>Name of the role.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string RoleName { get; set; } = "DatadogIntegrationRole";

    /// <summary>Datadog site, such as us3.datadoghq.com. Defaults to the context's site, then DD_SITE, then datadoghq.com.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DatadogSiteCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Site { get; set; }

    /// <summary>What Datadog may read.</summary>
    [Parameter]
    [ValidateSet(DatadogAwsPermissionSet.Standard, DatadogAwsPermissionSet.ResourceCollection, DatadogAwsPermissionSet.Full)]
    public string PermissionSet { get; set; } = DatadogAwsPermissionSet.Standard;

    /// <summary>Also attaches AWS's SecurityAudit policy.</summary>
    [Parameter]
    public SwitchParameter SecurityAudit { get; set; }

    /// <summary>Includes the write actions of the set.</summary>
    [Parameter]
    public SwitchParameter IncludeWrite { get; set; }

    /// <summary>Includes the actions that read the contents of S3 buckets, if the set has them.</summary>
    [Parameter]
    public SwitchParameter IncludeS3Data { get; set; }

    /// <summary>Services to exclude.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsServiceCompleter))]
    public string[] ExcludeService { get; set; } = [];

    /// <summary>Regions to which regional services are limited.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Region { get; set; } = [];

    /// <summary>Path of the role.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string RolePath { get; set; } = "/";

    /// <summary>Tags: Key=Value.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Tag { get; set; } = [];

    /// <summary>ARN of the permissions boundary.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PermissionsBoundary { get; set; }

    /// <summary>Maximum session duration, in seconds.</summary>
    [Parameter]
    [ValidateRange(3600, 43200)]
    public int MaxSessionDurationSec { get; set; } = 3600;

    /// <summary>Partition of the account: aws, aws-us-gov or aws-cn.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AwsPartitionCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Partition { get; set; }

    /// <summary>The context whose site is the default.</summary>
    private protected virtual DatadogContext? SiteContext => RunspaceContext.Current;

    /// <summary>The validated specification.</summary>
    /// <exception cref="OperationException">A parameter is invalid, or the policies exceed AWS's limits.</exception>
    private protected RoleSpecification Specify(string? externalId)
    {
        string? region = Region.FirstOrDefault() ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");
        var specification = new RoleSpecification
        {
            Site = Site is { Length: > 0 } site ? DatadogSite.FromName(site)
                : SiteContext?.Site is { Name: not null } own ? own
                : DatadogSite.FromEnvironment(Environment.GetEnvironmentVariable),
            Partition = Partition is { Length: > 0 } partition ? AwsPartition.FromName(partition) : AwsPartition.FromRegion(region),
            RoleName = RoleName,
            RolePath = RolePath,
            ExternalId = externalId is { Length: > 0 } ? externalId : null,
            PermissionSet = PermissionSet,
            SecurityAudit = SecurityAudit,
            IncludeWrite = IncludeWrite,
            IncludeS3Data = IncludeS3Data,
            ExcludedServices = ExcludeService,
            Regions = Region,
            Tags = RoleSpecification.ParseTags(Tag),
            PermissionsBoundary = PermissionsBoundary,
            MaxSessionDurationSec = MaxSessionDurationSec,
            Catalog = new PermissionStore(Environment.GetEnvironmentVariable).Load(),
        };
        RoleOperations.Check(specification);
        return specification;
    }
}
