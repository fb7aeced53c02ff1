using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public class GetDatadogAwsPermissionTests
{
    public GetDatadogAwsPermissionTests() => AwsProfiles.Isolate();

    [Theory]
    [InlineData("", 916)]
    [InlineData("-PermissionSet Standard", 110)]
    [InlineData("-PermissionSet ResourceCollection", 825)]
    [InlineData("-PermissionSet resourcecollection", 825)]
    [InlineData("-PermissionSet Full", 896)]
    [InlineData("-AccessLevel Write", 6)]
    [InlineData("-ServiceName xray", 2)]
    [InlineData("ec2:Describe* -PermissionSet Standard", 1)]
    public void ListsWhatIsAskedFor(string parameters, int count) =>
        Assert.Equal(count, StagedModule.Output("Get-DatadogAwsPermission " + parameters).Count);
}
