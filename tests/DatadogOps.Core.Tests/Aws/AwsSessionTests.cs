using DatadogOps.Aws;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Telemetry.DogStatsD.Transport;
using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Aws;

public sealed class AwsSessionTests : IAsyncLifetime
{
    private readonly FakeAccount _fake = FakeAccount.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fake.DisposeAsync().AsTask();

    [Fact]
    public async Task AsksOnceWhoAProfileIsHoweverManyAccountsItLeadsTo()
    {
        string[] accounts = ["111111111111", "222222222222", FakeAccount.Id];
        foreach (string account in accounts)
        {
            AddRole(account, "OrganizationAccountAccessRole", FakeAccount.Id);
        }

        var sessions = new AwsSessions();
        foreach (string account in accounts)
        {
            using AwsSession session = await sessions.OpenAsync(_fake.Target with { AccountId = account, AssumeRoleName = "OrganizationAccountAccessRole" }, CancellationToken.None);
            Assert.Equal(account, session.AccountId);
            RoleChange change = await RoleOperations.PlanCreateAsync(session, Specifications.Standard, false, CancellationToken.None);
            await change.ApplyAsync(_ => { }, CancellationToken.None);
            Assert.Contains("DatadogIntegrationRole", _fake.Aws.Account(account).Roles.Keys);
        }

        Assert.Equal(1, _fake.Aws.Calls.Count(call => call == "GetCallerIdentity"));
        Assert.Equal(2, _fake.Aws.Calls.Count(call => call == "AssumeRole"));
    }

    [Fact]
    public async Task FindsRolesOfAllNamesThatDatadogMayAssume()
    {
        await _fake.MakeAsync(Specifications.Standard with { RoleName = "Zebra" });
        AddRole(FakeAccount.Id, "OldOne", "417141415827");
        AddRole(FakeAccount.Id, "Other", "111111111111");
        AddRole(FakeAccount.Id, "Another", "111111111111");

        using AwsSession session = await _fake.OpenAsync();
        var found = new List<DatadogAwsRole>();
        await foreach (DatadogAwsRole role in RoleOperations.FindAsync(session, CancellationToken.None))
        {
            found.Add(role);
        }

        Assert.Equal([("OldOne", "ap1.datadoghq.com"), ("Zebra", "datadoghq.com")], found.Select(role => (role.RoleName, role.Site!)));
    }

    [Fact]
    public async Task RefusesTheCredentialsOfAnotherAccount() =>
        await AssertFailsAsync(AwsErrorIds.AccountMismatch, _fake.Target with { AccountId = "111111111111" });

    [Fact]
    public async Task TellsWhereARoleCannotBeAssumed()
    {
        OperationException error = await AssertFailsAsync(AwsErrorIds.AccessDenied, _fake.Target with { AccountId = "111111111111", AssumeRoleName = "OrganizationAccountAccessRole" });
        Assert.Contains("Allow sts:AssumeRole on arn:aws:iam::111111111111:role/OrganizationAccountAccessRole", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TellsOfAProfileThatIsNotThere() => await AssertFailsAsync(AwsErrorIds.ProfileNotFound, new AwsTarget { ProfileName = "nobody" });

    [Fact]
    public async Task TellsOfAKeyThatAwsDoesNotKnow() =>
        await AssertFailsAsync(AwsErrorIds.CredentialsInvalid, new AwsTarget { ProfileName = AwsProfiles.Add(_fake.Aws.Endpoint, "AKIAUNKNOWN") });

    [Fact]
    public async Task TellsOfAnEndpointThatRefuses()
    {
        using var refusing = new RefusingPort();
        await AssertFailsAsync(AwsErrorIds.Unreachable, new AwsTarget { ProfileName = AwsProfiles.Add(new Uri($"http://127.0.0.1:{refusing.Port}"), "AKIA", more: "max_attempts = 1"), Timeout = TimeSpan.FromSeconds(5) });
    }

    [Theory]
    [InlineData("aws", false, "https://iam.amazonaws.com/", "us-east-1")]
    [InlineData("aws", true, "https://iam-fips.amazonaws.com/", "us-east-1")]
    [InlineData("aws-us-gov", false, "https://iam.us-gov.amazonaws.com/", "us-gov-west-1")]
    [InlineData("aws-us-gov", true, "https://iam.us-gov.amazonaws.com/", "us-gov-west-1")]
    [InlineData("aws-cn", false, "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1")]
    public void FindsIamOfEachPartition(string partition, bool fips, string endpoint, string region)
    {
        var config = new IamConfig(AwsPartition.FromName(partition)) { UseFIPSEndpoint = fips };

        Assert.Equal((endpoint, region), (config.Resolve().URL, config.AuthenticationRegion));
    }

    [Fact]
    public void RefusesFipsInChina() =>
        Assert.Equal(AwsErrorIds.PartitionUnsupported, Assert.Throws<OperationException>(() => new IamConfig(AwsPartition.China) { UseFIPSEndpoint = true }.Resolve()).ErrorId);

    private static async Task<OperationException> AssertFailsAsync(string errorId, AwsTarget target)
    {
        OperationException error = await Assert.ThrowsAsync<OperationException>(() => new AwsSessions().OpenAsync(target, CancellationToken.None));
        Assert.Equal(errorId, error.ErrorId);
        Assert.NotEmpty(error.Advice);
        Assert.DoesNotContain(AwsProfiles.Secret, error.ToString(), StringComparison.Ordinal);
        return error;
    }

    private void AddRole(string account, string name, string trusted) => _fake.Aws.Account(account).Roles[name] = new FakeAwsRole
    {
        Name = name,
        Path = "/",
        Arn = $"arn:aws:iam::{account}:role/{name}",
        Trust = $$"""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{trusted}}:root"},"Action":"sts:AssumeRole"}]}""",
    };
}
