using System.Globalization;
using DatadogOps.Telemetry.DogStatsD;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

public sealed class ContainerIdentityTests : IDisposable
{
    private const string Id = "cfcbf5ea3a6c0d7b0a2b54a8b8e0f0a5c1a5a6ab1c2f4e7d9b3c0a1f2e3d4c5b";

    private readonly string _folder = Directory.CreateTempSubdirectory("origin-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("12:memory:/docker/" + Id, Id)]
    [InlineData("0::/\n1:name=systemd:/kubepods.slice/cri-containerd-" + Id + ".scope", Id)]
    [InlineData("9:cpu:/ecs/55091c13-b8cf-4801-b527-f4601742204d/432624d2150b349fe35ba397284dea78-250", "432624d2150b349fe35ba397284dea78-250")]
    [InlineData("1:name=systemd:/system.slice/garden.service/34dc0b5e-626f-2c5c-4c51-70e34b10e765", "34dc0b5e-626f-2c5c-4c51-70e34b10e765")]
    [InlineData("nonsense\n0::/user.slice", null)]
    public void The_name_of_a_control_group_tells(string groups, string? expected) => Assert.Equal(expected, Find(groups));

    [Theory]
    [InlineData("608 554 8:1 /var/lib/docker/containers/" + Id + "/hostname /etc/hostname rw - ext4 /dev/sda1 rw", Id)]
    [InlineData("608 554 8:1 /run/containerd/io.containerd.grpc.v1.cri/sandboxes/" + Id + "/hostname /etc/hostname rw - tmpfs tmpfs rw", null)]
    public void Else_the_mounts_tell(string mounts, string? expected) => Assert.Equal(expected, Find("0::/", mounts));

    [Fact]
    public void Else_the_inode_of_the_control_group_tells_but_not_that_of_the_host()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "cgroup", "a"));
        string? found = Find("0::/a", "", "cgroup:[4026532001]");
        Assert.Matches("^in-[0-9]+$", found);
        Assert.True(ulong.Parse(found![3..], CultureInfo.InvariantCulture) > 0);
        Assert.Null(Find("0::/a", "", "cgroup:[4026531835]"));
        Assert.Null(Find("0::/no/such", "", "cgroup:[4026532001]"));
    }

    [Fact]
    public void Where_nothing_can_be_read_there_is_none() => Assert.Null(ContainerIdentity.Find(new ContainerIdentity.Paths
    {
        ControlGroups = Path.Combine(_folder, "1"),
        Mounts = Path.Combine(_folder, "2"),
        Namespace = Path.Combine(_folder, "3"),
        Mount = _folder,
    }));

    private string? Find(string groups, string mounts = "", string? space = null)
    {
        var paths = new ContainerIdentity.Paths
        {
            ControlGroups = Path.Combine(_folder, "groups"),
            Mounts = Path.Combine(_folder, "mounts"),
            Namespace = Path.Combine(_folder, "namespace"),
            Mount = Path.Combine(_folder, "cgroup"),
        };
        File.WriteAllText(paths.ControlGroups, groups);
        File.WriteAllText(paths.Mounts, mounts);
        File.Delete(paths.Namespace);
        if (space is not null)
        {
            File.CreateSymbolicLink(paths.Namespace, space);
        }

        return ContainerIdentity.Find(paths);
    }
}
