using DatadogOps.Aws;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public class RoleSpecificationTests
{
    [Theory]
    [InlineData("datadoghq.com", "aws", "464622532012")]
    [InlineData("us3.datadoghq.com", "aws", "464622532012")]
    [InlineData("datadoghq.eu", "aws", "464622532012")]
    [InlineData("ap1.datadoghq.com", "aws", "417141415827")]
    [InlineData("ap2.datadoghq.com", "aws", "412381753143")]
    [InlineData("uk1.datadoghq.com", "aws", "117348461845")]
    [InlineData("ddog-gov.com", "aws", "392588925713")]
    [InlineData("ddog-gov.com", "aws-us-gov", "065115117704")]
    [InlineData("us2.ddog-gov.com", "aws-us-gov", "486737091498")]
    public void LetsDatadogOfTheSiteInAndNobodyElse(string site, string partition, string account)
    {
        string trust = PolicyJson.Compact(TrustPolicy.For(Specifications.Standard with { Site = Specifications.Site(site), Partition = AwsPartition.FromName(partition) }));
        string datadog = $"arn:{partition}:iam::{account}:root";
        Dictionary<string, string> shown = new() { ["sts:ExternalId"] = Specifications.ExternalId };

        Assert.True(TrustEvaluator.Allows(trust, datadog, shown));
        Assert.False(TrustEvaluator.Allows(trust, datadog, []));
        Assert.False(TrustEvaluator.Allows(trust, datadog, new() { ["sts:ExternalId"] = new string('0', 32) }));
        Assert.False(TrustEvaluator.Allows(trust, $"arn:{partition}:iam::111111111111:root", shown));
    }

    [Theory]
    [InlineData("datadoghq.com", "aws-us-gov")]
    [InlineData("ddog-gov.com", "aws-cn")]
    [InlineData("datadoghq.com", "aws-cn")]
    public void RefusesWhereNoRoleCanTrustDatadog(string site, string partition) => AssertRefused(
        AwsErrorIds.DelegationUnavailable, Specifications.Standard with { Site = Specifications.Site(site), Partition = AwsPartition.FromName(partition) });

    [Theory]
    [InlineData("c359eed4feb642c9a38c79b3da55292")]
    [InlineData("C359EED4FEB642C9A38C79B3DA552929")]
    [InlineData("my-external-id")]
    [InlineData("c359eed4feb642c9a38c79b3da552929\n")]
    public void RefusesAnExternalIdThatIsNotDatadogs(string id) => AssertRefused(AwsErrorIds.ExternalIdInvalid, Specifications.Standard with { ExternalId = id });

    public static TheoryData<string, RoleSpecification> Unusable => new()
    {
        { "name", Specifications.Standard with { RoleName = "a role" } },
        { "quote", Specifications.Standard with { RoleName = "it's" } },
        { "long name", Specifications.Standard with { RoleName = new string('x', 65) } },
        { "path", Specifications.Standard with { RolePath = "datadog" } },
        { "region", Specifications.Standard with { Regions = ["Europe"] } },
        { "partition of region", Specifications.Standard with { Regions = ["cn-north-1"] } },
        { "boundary", Specifications.Standard with { PermissionsBoundary = "boundary" } },
        { "session", Specifications.Standard with { MaxSessionDurationSec = 60 } },
        { "owner tag", Specifications.Standard with { Tags = new Dictionary<string, string> { ["ManagedBy"] = "me" } } },
        { "aws tag", Specifications.Standard with { Tags = new Dictionary<string, string> { ["aws:x"] = "1" } } },
        { "tag value", Specifications.Standard with { Tags = new Dictionary<string, string> { ["x"] = "a'b" } } },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void RefusesWhatAwsWouldRefuse(string what, RoleSpecification specification)
    {
        Assert.NotEmpty(what);
        AssertRefused(AwsErrorIds.SpecificationInvalid, specification);
    }

    [Theory]
    [InlineData("123")]
    [InlineData("1234567890123")]
    [InlineData("12345678901a")]
    public void RefusesAnAccountIdOfAnotherLength(string id) =>
        Assert.Equal(AwsErrorIds.AccountIdInvalid, Assert.Throws<OperationException>(() => AwsNames.CheckAccountId(id)).ErrorId);

    private static void AssertRefused(string errorId, RoleSpecification specification)
    {
        OperationException error = Assert.Throws<OperationException>(() => RoleBlueprint.Create(specification));
        Assert.Equal(errorId, error.ErrorId);
        Assert.NotEmpty(error.Advice);
    }
}
