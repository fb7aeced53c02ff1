using DatadogOps.Aws;
using DatadogOps.Aws.Permissions;
using DatadogOps.Common;

namespace DatadogOps.Tests.Aws;

/// <summary>Which list of permissions is in use, and what a newer one changes.</summary>
public sealed class PermissionStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datadogops-").FullName;

    private string Place => Path.Combine(_folder, "data", "permissions.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WithoutAFetchedListTheOneThatCameAlongIsUsed() => Assert.Same(PermissionCatalog.Bundled, Store().Load());

    [Fact]
    public async Task AFetchedListIsUsedFromThenOn()
    {
        await Store().SaveAsync(List("2031-01-01", "ec2:DescribeInstances"), default);

        Assert.Equal(["ec2:DescribeInstances"], Store().Load().Permissions.Select(one => one.Action));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
        }

        Assert.Equal([Place], Directory.GetFiles(Path.GetDirectoryName(Place)!));
    }

    [Fact]
    public async Task AListThatIsOlderThanThisVersionIsNotUsed()
    {
        await Store().SaveAsync(List("2019-01-01", "ec2:DescribeInstances"), default);

        Assert.Same(PermissionCatalog.Bundled, Store().Load());
    }

    [Fact]
    public void AFileThatIsNoListIsAnErrorThatNamesIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        File.WriteAllText(Place, "<html>");

        OperationException error = Assert.Throws<OperationException>(Store().Load);

        Assert.Equal(AwsErrorIds.PermissionDataInvalid, error.ErrorId);
        Assert.Contains(Place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatMayNotBeWrittenIsAnErrorThatNamesTheFile()
    {
        File.WriteAllText(Path.Combine(_folder, "data"), "a file in the folder's place");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => Store().SaveAsync(List("2031-01-01", "ec2:DescribeInstances"), default));

        Assert.Contains(Place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangesAreToldByAction()
    {
        PermissionCatalog before = PermissionCatalog.FromLists("2030-01-01", "test", ["ec2:DescribeInstances", "s3:GetObject"], ["rds:ListTagsForResource"], []);
        PermissionCatalog after = PermissionCatalog.FromLists("2031-01-01", "test", ["ec2:DescribeInstances", "rds:ListTagsForResource"], [], ["sns:Publish"]);

        Assert.Equal(
            ["Moved rds:ListTagsForResource Standard List", "Removed s3:GetObject Standard Read", "Added sns:Publish Full Write"],
            DatadogAwsPermissionChange.Between(before, after).Select(one => $"{one.Change} {one.Action} {one.Set} {one.AccessLevel}"));
        Assert.Empty(DatadogAwsPermissionChange.Between(before, before));
    }

    private static PermissionCatalog List(string version, params string[] actions) => PermissionCatalog.FromLists(version, "test", actions, [], actions);

    private PermissionStore Store() => new(name => name == "DATADOGOPS_AWS_PERMISSIONS" ? Place : null);
}
