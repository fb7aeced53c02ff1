using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

/// <summary>A fake AWS with one account, and sessions in it.</summary>
internal sealed class FakeAccount : IAsyncDisposable
{
    public const string Id = "123456789012";

    public FakeAccount() => Target = new AwsTarget { ProfileName = AwsProfiles.Add(Aws.Endpoint, Aws.AddKey(Id)), Timeout = TimeSpan.FromSeconds(60) };

    public FakeAws Aws { get; } = new();

    public AwsTarget Target { get; init; }

    public FakeAwsAccount Account => Aws.Account(Id);

    public Task<AwsSession> OpenAsync() => new AwsSessions().OpenAsync(Target, CancellationToken.None);

    /// <summary>Plans and makes a role.</summary>
    public async Task<DatadogAwsRole> MakeAsync(RoleSpecification specification, bool force = false)
    {
        using RoleChange change = await RoleOperations.PlanCreateAsync(await OpenAsync(), specification, force, CancellationToken.None);
        await change.ApplyAsync(_ => { }, CancellationToken.None);
        return change.Result!;
    }

    public async Task RepairAsync(RoleSpecification specification, params string[] rules)
    {
        using RoleChange change = await RoleOperations.PlanRepairAsync(await OpenAsync(), specification, rules.Length == 0 ? null : rules, false, CancellationToken.None);
        await change.ApplyAsync(_ => { }, CancellationToken.None);
    }

    public async Task RemoveAsync(string roleName, bool force = false)
    {
        using RoleChange change = await RoleOperations.PlanRemoveAsync(await OpenAsync(), roleName, force, CancellationToken.None);
        await change.ApplyAsync(_ => { }, CancellationToken.None);
    }

    public async Task<IReadOnlyList<DatadogAwsRoleFinding>> TestAsync(RoleSpecification specification)
    {
        using AwsSession session = await OpenAsync();
        return await RoleOperations.TestAsync(session, specification, CancellationToken.None);
    }

    /// <summary>Rules that did not pass, with their status.</summary>
    public async Task<string[]> TroublesAsync(RoleSpecification specification) =>
        [.. (await TestAsync(specification)).Where(finding => finding.Status != Finding.Passed).Select(finding => $"{finding.Rule} {finding.Status}")];

    public static FakeAccount Start() => new();

    public ValueTask DisposeAsync() => Aws.DisposeAsync();
}
