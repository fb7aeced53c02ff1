using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Intake;

namespace DatadogOps.Tests.Aws;

/// <summary>Cmdlets over accounts that a local Datadog holds.</summary>
internal sealed class AccountsRun : IAsyncDisposable
{
    public const string Account = "123456789012";

    private AccountsRun(IntakeProcess intake) => Intake = intake;

    public IntakeProcess Intake { get; }

    /// <summary>Parameters that lead there.</summary>
    public string At => $"-ApiUri {Intake.ApiUri} -ApiKey {Intake.ApiKey} -ApplicationKey {Intake.ApplicationKey}";

    public static async Task<AccountsRun> StartAsync() => new(await IntakeProcess.StartAsync());

    /// <summary>Runs a line in which <c>@dd</c> stands for the parameters of the local Datadog.</summary>
    public PipelineResult Run(string line) => StagedModule.Run(line.Replace("@dd", At, StringComparison.Ordinal));

    public IReadOnlyList<PSObject> Output(string line) => StagedModule.Output(line.Replace("@dd", At, StringComparison.Ordinal));

    /// <summary>Registers an account with a fresh external id, and returns that.</summary>
    public string Register(string accountId = Account)
    {
        string id = (string)Assert.Single(Output("New-DatadogAwsExternalId @dd")).Get("ExternalId")!;
        Output($"Register-DatadogAwsAccount {accountId} -RoleName DatadogIntegrationRole -ExternalId {id} @dd");
        return id;
    }

    public ValueTask DisposeAsync() => Intake.DisposeAsync();
}
