using DatadogOps.Aws;
using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Testbed.Postgres;

namespace DatadogOps.Tests.Aws;

public class PermissionCatalogTests
{
    [Theory]
    [InlineData(DatadogAwsPermissionSet.Standard, 110)]
    [InlineData(DatadogAwsPermissionSet.ResourceCollection, 825)]
    [InlineData(DatadogAwsPermissionSet.Full, 896)]
    public void HoldsAsManyActionsAsTheLists(string set, int count) =>
        Assert.Equal(count, PermissionCatalog.Bundled.Permissions.Count(action => action.IsIn(set)));

    [Fact]
    public void LeavesWritesAndBucketsOutUnlessAskedFor()
    {
        RoleSpecification full = Specifications.Full;

        Assert.Equal(888, PermissionCatalog.Bundled.Select(full).Count);
        Assert.Equal(894, PermissionCatalog.Bundled.Select(full with { IncludeWrite = true }).Count);
        Assert.DoesNotContain(PermissionCatalog.Bundled.Select(full), action => action.Action is "s3:GetObject" or "sns:Publish");
    }

    [Fact]
    public void TellsBySameNamesWhatItWouldGuessFromThem() => Assert.All(
        PermissionCatalog.Bundled.Permissions,
        action => Assert.Equal((action.IsWrite, action.IsS3Data), (ActionPattern.IsWrite(action.Action), ActionPattern.IsS3Data(action.Action))));

    [Fact]
    public void ReadsWhatItWrites()
    {
        PermissionCatalog again = PermissionCatalog.Parse(new StringReader(PermissionCatalog.Bundled.ToText()), "test");

        Assert.Equal(PermissionCatalog.Bundled.Permissions, again.Permissions);
        Assert.Equal(PermissionCatalog.Bundled.Version, again.Version);
    }

    [Fact]
    public void LeavesServicesOut() => Assert.DoesNotContain(
        PermissionCatalog.Bundled.Select(Specifications.Full with { ExcludedServices = ["EC2", "iam"] }),
        action => action.Service is "ec2" or "iam");

    [Fact]
    public void RefusesAServiceThatItDoesNotKnow() => Assert.Equal(
        AwsErrorIds.ServiceUnknown,
        Assert.Throws<OperationException>(() => PermissionCatalog.Bundled.Select(Specifications.Full with { ExcludedServices = ["elastic"] })).ErrorId);

    [Theory]
    [InlineData("version 2026-07-30\nsource x\nec2 S\n", 3)]
    [InlineData("version today\nsource x\nec2:List* S\n", 1)]
    [InlineData("version 2026-07-30\nsource x\nec2:List* S\nec2:List* A\n", 4)]
    [InlineData("version 2026-07-30\nsource x\nec2:List* S read\n", 3)]
    [InlineData("version 2026-07-30\nsource x\n", 2)]
    public void NamesTheLineOfABadList(string text, int line)
    {
        OperationException error = Assert.Throws<OperationException>(() => PermissionCatalog.Parse(new StringReader(text), "list.txt"));

        Assert.Equal((AwsErrorIds.PermissionDataInvalid, $"list.txt:{line}"), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData("ec2:Describe*", "ec2:DescribeInstances", true)]
    [InlineData("EC2:describe*", "ec2:DescribeInstances", true)]
    [InlineData("*", "ec2:DescribeInstances", true)]
    [InlineData("ec2:*s", "ec2:DescribeInstances", true)]
    [InlineData("ec2:D?scribe*", "ec2:Describe*", true)]
    [InlineData("ec2:DescribeInstances", "ec2:Describe*", false)]
    [InlineData("ec2:DescribeI*", "ec2:Describe*", false)]
    [InlineData("ec2:Describe*", "ecs:DescribeTasks", false)]
    [InlineData("ec2:????", "ec2:List*", false)]
    public void KnowsWhatAPatternCovers(string pattern, string action, bool covers) => Assert.Equal(covers, ActionPattern.Covers(pattern, action));
}
