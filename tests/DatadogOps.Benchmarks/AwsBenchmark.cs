using System.Globalization;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Benchmarks;

/// <summary>
/// A plan for all 896 actions, which should take less than 50 ms, in this process and as shipped, and roles in 50 accounts at the same time against a fake IAM in this
/// process: made, and then verified.
/// </summary>
internal static class AwsBenchmark
{
    private const int Accounts = 50;
    private const int Throttle = 10;
    private const int Rounds = 20;

    private static readonly RoleSpecification s_role = new()
    {
        ExternalId = "c359eed4feb642c9a38c79b3da552929",
        PermissionSet = DatadogAwsPermissionSet.Full,
        IncludeWrite = true,
        IncludeS3Data = true,
        SecurityAudit = true,
    };

    public static async Task RunAsync(TextWriter output)
    {
        double cold = await Pairs.TimeAsync(Plan);
        var warm = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            warm.Add(await Pairs.TimeAsync(Plan));
        }

        // As it ships: compiled ahead.
        AwsProfiles.Isolate();
        string export = $"$null = Export-DatadogAwsRole -Format Json -PermissionSet Full -IncludeWrite -IncludeS3Data -ExternalId {s_role.ExternalId}";
        (double whole, double empty, _) = await Pairs.MeasureAsync(Rounds, () => Programs.InPowerShellAsync(export), () => Programs.InPowerShellAsync("$null = Get-DatadogContext"));

        await using var aws = new FakeAws();
        AwsTarget[] targets = [.. Enumerable.Range(0, Accounts).Select(i => new AwsTarget { ProfileName = AwsProfiles.Add(aws.Endpoint, aws.AddKey((100_000_000_000 + i).ToString(CultureInfo.InvariantCulture))) })];
        double make = await Pairs.TimeAsync(() => EachAsync(targets, MakeAsync));
        int made = aws.Calls.Count;
        aws.ResetCalls();
        double test = await Pairs.TimeAsync(() => EachAsync(targets, TestAsync));

        output.WriteLine("### AWS: a plan for 896 actions, and 50 accounts at the same time\n");
        output.WriteLine("| | ms | requests |\n|---|---:|---:|");
        output.WriteLine($"| plan, the first in this process, compiled as it runs | {Pairs.Text(cold, "0.0")} | 0 |");
        output.WriteLine($"| plan, later ones | {Pairs.Text(Pairs.Median(warm), "0.0")} | 0 |");
        output.WriteLine($"| import and `Export-DatadogAwsRole -Format Json` in PowerShell | {Pairs.Text(whole, "0")} | 0 |");
        output.WriteLine($"| import and `Get-DatadogContext`, which plans nothing | {Pairs.Text(empty, "0")} | 0 |");
        output.WriteLine($"| make {Accounts} roles | {Pairs.Text(make, "0")} | {made} |");
        output.WriteLine($"| verify {Accounts} roles | {Pairs.Text(test, "0")} | {aws.Calls.Count} |");
    }

    private static Task Plan()
    {
        RoleBlueprint blueprint = RoleBlueprint.Create(s_role);
        return blueprint.Actions.Count == 896 ? Task.CompletedTask : throw new InvalidOperationException($"The plan holds {blueprint.Actions.Count} actions.");
    }

    private static async Task EachAsync(AwsTarget[] targets, Func<AwsTarget, CancellationToken, Task<int>> work)
    {
        await using var fanOut = new FanOut<AwsTarget, int>(
            Throttle, async (target, reports, stop) => await reports.WriteAsync(OperationOutput<int>.OfItem(await work(target, stop)), stop), CancellationToken.None);
        foreach (AwsTarget target in targets)
        {
            fanOut.Add(target);
        }

        fanOut.Complete();
        int done = 0;
        await foreach (OperationOutput<int> report in fanOut.Outputs.ReadAllAsync())
        {
            done += report.Item;
        }

        if (done != targets.Length)
        {
            throw new InvalidOperationException($"{done} of {targets.Length} accounts went well.");
        }
    }

    private static async Task<int> MakeAsync(AwsTarget target, CancellationToken stop)
    {
        using RoleChange change = await RoleOperations.PlanCreateAsync(await new AwsSessions().OpenAsync(target, stop), s_role, false, stop);
        await change.ApplyAsync(_ => { }, stop);
        return 1;
    }

    private static async Task<int> TestAsync(AwsTarget target, CancellationToken stop)
    {
        using AwsSession session = await new AwsSessions().OpenAsync(target, stop);
        IReadOnlyList<DatadogAwsRoleFinding> findings = await RoleOperations.TestAsync(session, s_role, stop);
        return findings.All(finding => finding.Status == Finding.Passed) ? 1 : 0;
    }
}
