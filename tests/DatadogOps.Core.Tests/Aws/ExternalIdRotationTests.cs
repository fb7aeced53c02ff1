using System.Net;
using System.Text.Json.Nodes;
using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;
using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Intake;

namespace DatadogOps.Tests.Aws;

/// <summary>A rotation over both sides: that Datadog is never locked out, whatever request fails, and that the next run finishes it.</summary>
public sealed class ExternalIdRotationTests : IAsyncLifetime, IDisposable
{
    private const string RoleName = "DatadogIntegrationRole";

    private IntakeProcess _intake = null!;
    private DatadogApiClient _api = null!;

    public async Task InitializeAsync()
    {
        _intake = await IntakeProcess.StartAsync();
        _api = new DatadogApiClient(
            DatadogSite.FromUri(_intake.ApiUri),
            Key(DatadogKeyKind.Api, _intake.ApiKey),
            new DatadogApiOptions(),
            Key(DatadogKeyKind.Application, _intake.ApplicationKey));
    }

    public void Dispose() => _api.Dispose();

    public Task DisposeAsync() => _intake.DisposeAsync().AsTask();

    [Fact]
    public async Task BothSidesHaveANewIdAndTheOldOneIsForgotten()
    {
        await using FakeAccount aws = FakeAccount.Start();
        DatadogAwsAccount account = await RegisterAsync(aws);
        List<string> steps = [];

        DatadogAwsAccount rotated = await RotateAsync(aws, account, steps.Add);

        Assert.NotEqual(account.ExternalId, rotated.ExternalId);
        Assert.Equal([rotated.ExternalId!], Trusted(aws));
        Assert.Equal(3, steps.Count);
        Assert.Equal(rotated.ExternalId, (await Accounts().FindAsync(FakeAccount.Id, default)).ExternalId);
    }

    [Fact]
    public async Task WhicheverRequestFailsDatadogGetsInAndTheNextRunFinishes()
    {
        foreach (FakeFault fault in new[] { FakeFault.Deny, FakeFault.LoseAnswer })
        {
            for (int broken = 1; ; broken++)
            {
                await using FakeAccount aws = FakeAccount.Start();
                DatadogAwsAccount account = await RegisterAsync(aws);
                int asked = 0;
                aws.Aws.Fault = (_, action) => action == "GetCallerIdentity" || Interlocked.Increment(ref asked) != broken ? FakeFault.None : fault;
                bool failed = false;
                try
                {
                    await RotateAsync(aws, account, _ => { });
                }
                catch (OperationException)
                {
                    failed = true;
                    DatadogAwsAccount between = await Accounts().FindAsync(FakeAccount.Id, default);
                    Assert.Contains(between.ExternalId, Trusted(aws));
                }

                DatadogAwsAccount end = await Accounts().FindAsync(FakeAccount.Id, default);
                if (failed)
                {
                    end = await RotateAsync(aws, end, _ => { });
                }

                Assert.NotEqual(account.ExternalId, end.ExternalId);
                Assert.Equal([end.ExternalId!], Trusted(aws));
                await Accounts().DeleteAsync(end, default);
                if (asked < broken)
                {
                    break;
                }
            }
        }
    }

    [Fact]
    public async Task AnIdThatExpiredMeanwhileIsReplaced()
    {
        await using FakeAccount aws = FakeAccount.Start();
        DatadogAwsAccount account = await RegisterAsync(aws);
        string expired = (await Accounts().NewExternalIdAsync(default)).ExternalId;
        FakeAwsRole role = aws.Account.Roles[RoleName];
        role.Trust = new TrustedExternalIds(role.Trust).With(account.ExternalId!, expired);
        await _intake.Control.AdvanceClockAsync(TimeSpan.FromHours(49));

        DatadogAwsAccount rotated = await RotateAsync(aws, account, _ => { });

        Assert.DoesNotContain(rotated.ExternalId, new[] { account.ExternalId, expired });
        Assert.Equal([rotated.ExternalId!], Trusted(aws));
    }

    [Fact]
    public async Task ARoleThatTrustsAnotherIdIsLeftAlone()
    {
        await using FakeAccount aws = FakeAccount.Start();
        DatadogAwsAccount account = await RegisterAsync(aws);
        FakeAwsRole role = aws.Account.Roles[RoleName];
        string foreign = role.Trust = new TrustedExternalIds(role.Trust).With("00000000000000000000000000000000");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => RotateAsync(aws, account, _ => { }));

        Assert.Equal(AwsAccountErrorIds.ExternalIdMismatch, error.ErrorId);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(foreign), JsonNode.Parse(role.Trust)));
    }

    private static DatadogKey Key(DatadogKeyKind kind, string key) => new(kind, new NetworkCredential(null, key).SecurePassword);

    private static IReadOnlyList<string> Trusted(FakeAccount aws) => new TrustedExternalIds(aws.Account.Roles[RoleName].Trust).Ids;

    private AwsAccountClient Accounts() => new(_api, TimeProvider.System);

    private async Task<DatadogAwsAccount> RegisterAsync(FakeAccount aws)
    {
        string externalId = (await Accounts().NewExternalIdAsync(default)).ExternalId;
        await aws.MakeAsync(new RoleSpecification { ExternalId = externalId });
        return (await Accounts().RegisterAsync(FakeAccount.Id, "aws", new AccountSettings { RoleName = RoleName, ExternalId = externalId }, default)).Account;
    }

    private async Task<DatadogAwsAccount> RotateAsync(FakeAccount aws, DatadogAwsAccount account, Action<string> tell)
    {
        using AwsSession session = await aws.OpenAsync();
        return await new ExternalIdRotation(session, Accounts(), TimeProvider.System).RunAsync(account, TimeSpan.Zero, tell, default);
    }
}
