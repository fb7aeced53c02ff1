using DatadogOps.Aws;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public sealed class RoleConvergenceTests : IAsyncLifetime
{
    private readonly FakeAccount _fake = FakeAccount.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fake.DisposeAsync().AsTask();

    [Fact]
    public async Task MakesARoleThatPassesAndThenChangesNothing()
    {
        DatadogAwsRole role = await _fake.MakeAsync(Specifications.Full);

        Assert.Equal(("123456789012", "DatadogIntegrationRole", "arn:aws:iam::123456789012:role/DatadogIntegrationRole", "aws"), (role.AccountId, role.RoleName, role.RoleArn, role.Partition));
        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));
        using RoleChange again = await RoleOperations.PlanCreateAsync(await _fake.OpenAsync(), Specifications.Full, false, CancellationToken.None);
        Assert.Empty(again.Steps);
    }

    [Fact]
    public async Task PlansWithoutWriting()
    {
        using RoleChange change = await RoleOperations.PlanCreateAsync(await _fake.OpenAsync(), Specifications.Full, false, CancellationToken.None);

        Assert.Equal(13, change.Steps.Count);
        Assert.All(_fake.Aws.Calls, call => Assert.Matches("^(Get|List)", call));
    }

    [Fact]
    public async Task IsVerifiedInAtMostTwelveRequests()
    {
        // The fake's pages hold two entries; AWS's hold a thousand.
        await _fake.MakeAsync(Specifications.Full);
        _fake.Aws.ResetCalls();

        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));

        int furtherPages = _fake.Aws.Calls.GroupBy(call => call).Where(call => call.Key.StartsWith("List", StringComparison.Ordinal)).Sum(call => call.Count() - 1);
        Assert.InRange(_fake.Aws.Calls.Count - furtherPages, 1, 12);
        Assert.True(furtherPages > 0);
    }

    /// <summary>After each n-th request nothing goes through any more; the run that follows finishes the work.</summary>
    [Fact]
    public async Task FinishesWhatWasCutAtAnyRequest()
    {
        string wanted = await StateAfterAsync(fake => fake.MakeAsync(Specifications.Full));
        int cuts = 0;
        for (int n = 1; await CutAsync(n, fake => fake.MakeAsync(Specifications.Full), fake => fake.MakeAsync(Specifications.Full), wanted); n++)
        {
            cuts++;
        }

        Assert.True(cuts >= 15);
    }

    /// <summary>So does a change of a role that is there, which makes new versions and takes policies away.</summary>
    [Fact]
    public async Task FinishesAChangeThatWasCutAtAnyRequest()
    {
        RoleSpecification other = Specifications.Standard with { ExternalId = new string('a', 32), MaxSessionDurationSec = 7200, PermissionsBoundary = "arn:aws:iam::123456789012:policy/bound", Regions = ["eu-west-1"], ExcludedServices = ["s3"], PermissionSet = DatadogAwsPermissionSet.ResourceCollection };
        string wanted = await StateAfterAsync(async fake =>
        {
            await fake.MakeAsync(Specifications.Full);
            await fake.MakeAsync(other);
        });
        int cuts = 0;
        for (int n = 1; await CutAsync(n, fake => fake.MakeAsync(other), fake => fake.MakeAsync(other), wanted, fake => fake.MakeAsync(Specifications.Full)); n++)
        {
            cuts++;
        }

        Assert.True(cuts > 20);
    }

    [Fact]
    public async Task FinishesARemovalThatWasCutAtAnyRequest()
    {
        string nothing = new FakeAwsAccount("x", "aws").State();
        int cuts = 0;
        Func<FakeAccount, Task> remove = fake => fake.RemoveAsync("DatadogIntegrationRole");
        for (int n = 1; await CutAsync(n, remove, remove, nothing, fake => fake.MakeAsync(Specifications.Full)); n++)
        {
            cuts++;
        }

        Assert.True(cuts > 20);
    }

    /// <summary>An answer that was lost is asked for again, and meets its own work.</summary>
    [Fact]
    public async Task GoesOnWhereAnAnswerWasLost()
    {
        string wanted = await StateAfterAsync(fake => fake.MakeAsync(Specifications.Standard));
        for (int n = 1; n <= 10; n++)
        {
            await using var fake = new FakeAccount();
            int lost = n;
            fake.Aws.Fault = (number, _) => number == lost ? FakeFault.LoseAnswer : FakeFault.None;
            await fake.MakeAsync(Specifications.Standard);
            Assert.Equal(wanted, fake.Account.State());
        }
    }

    [Fact]
    public async Task RepeatsWhatIsThrottled()
    {
        _fake.Aws.Fault = (number, _) => number % 4 == 0 ? FakeFault.Throttle : FakeFault.None;

        await _fake.MakeAsync(Specifications.Standard);

        _fake.Aws.Fault = (_, _) => FakeFault.None;
        Assert.Empty(await _fake.TroublesAsync(Specifications.Standard));
    }

    [Fact]
    public async Task KeepsUnderFiveVersions()
    {
        await _fake.MakeAsync(Specifications.Full);
        for (int i = 0; i < 6; i++)
        {
            await _fake.MakeAsync(Specifications.Full with { ExcludedServices = i % 2 == 0 ? ["amplify"] : [] });
        }

        Assert.All(_fake.Account.Policies.Values, policy => Assert.InRange(policy.Versions.Count, 1, PolicyLimits.Versions));
        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));
    }

    [Fact]
    public async Task LeavesAForeignRoleAlone()
    {
        await _fake.MakeAsync(Specifications.Standard);
        _fake.Account.Roles["DatadogIntegrationRole"].Tags.Clear();
        string before = _fake.Account.State();

        Assert.Equal(AwsErrorIds.RoleForeign, (await Assert.ThrowsAsync<OperationException>(() => _fake.MakeAsync(Specifications.Full))).ErrorId);
        Assert.Equal(AwsErrorIds.RoleForeign, (await Assert.ThrowsAsync<OperationException>(() => _fake.RemoveAsync("DatadogIntegrationRole"))).ErrorId);
        Assert.Equal(before, _fake.Account.State());

        await _fake.MakeAsync(Specifications.Full, force: true);
        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));
    }

    [Fact]
    public async Task RemovesOnlyWhatItMade()
    {
        await _fake.MakeAsync(Specifications.Full);
        FakeAwsRole role = _fake.Account.Roles["DatadogIntegrationRole"];
        role.Attached.Add("arn:aws:iam::aws:policy/ReadOnlyAccess");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => _fake.RemoveAsync("DatadogIntegrationRole"));
        Assert.Equal(AwsErrorIds.RoleInUse, error.ErrorId);
        Assert.Contains("ReadOnlyAccess", error.Message, StringComparison.Ordinal);

        await _fake.RemoveAsync("DatadogIntegrationRole", force: true);
        Assert.Empty(_fake.Account.Roles);
        Assert.Empty(_fake.Account.Policies);
    }

    [Fact]
    public async Task TellsOfAQuotaAndFinishesWhenThereIsRoom()
    {
        _fake.Account.AttachmentQuota = 3;
        OperationException error = await Assert.ThrowsAsync<OperationException>(() => _fake.MakeAsync(Specifications.Full));

        Assert.Equal(AwsErrorIds.LimitExceeded, error.ErrorId);
        Assert.Contains("LimitExceeded, request request-42", error.Message, StringComparison.Ordinal);
        _fake.Account.AttachmentQuota = 20;
        await _fake.MakeAsync(Specifications.Full);
        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));
    }

    private static async Task<string> StateAfterAsync(Func<FakeAccount, Task> work)
    {
        await using var fake = new FakeAccount();
        await work(fake);
        return fake.Account.State();
    }

    // False when the work needs fewer than n requests, so that nothing was cut.
    private static async Task<bool> CutAsync(int n, Func<FakeAccount, Task> work, Func<FakeAccount, Task> again, string wanted, Func<FakeAccount, Task>? before = null)
    {
        await using var fake = new FakeAccount();
        if (before is not null)
        {
            await before(fake);
        }

        fake.Aws.ResetCalls();
        fake.Aws.Fault = (number, _) => number > n ? FakeFault.Deny : FakeFault.None;
        bool isCut = false;
        try
        {
            await work(fake);
        }
        catch (OperationException error)
        {
            Assert.Equal(AwsErrorIds.AccessDenied, error.ErrorId);
            isCut = true;
        }

        fake.Aws.Fault = (_, _) => FakeFault.None;
        try
        {
            await again(fake);
        }
        catch (OperationException gone) when (gone.ErrorId == AwsErrorIds.RoleNotFound)
        {
            // The removal was cut at the very end, or not at all.
        }

        Assert.Equal(wanted, fake.Account.State());
        return isCut;
    }
}
