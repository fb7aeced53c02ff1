using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

/// <summary>One account on both sides: registered with a local Datadog, and a fake AWS with the role that it names.</summary>
internal sealed class RegisteredAccount : IAsyncDisposable
{
    private readonly AccountsRun _datadog;

    private RegisteredAccount(AccountsRun datadog)
    {
        _datadog = datadog;
        Profile = AwsProfiles.Add(Aws.Endpoint, Aws.AddKey(AccountsRun.Account));
        ExternalId = datadog.Register();
        datadog.Output($"New-DatadogAwsRole -ExternalId {ExternalId} -ProfileName {Profile}");
    }

    public FakeAws Aws { get; } = new();

    public string Profile { get; }

    /// <summary>The external id that both sides begin with.</summary>
    public string ExternalId { get; }

    /// <summary>A command line that replaces it.</summary>
    public string Reset => $"Reset-DatadogAwsExternalId {AccountsRun.Account} -ProfileName {Profile} -Confirm:$false {_datadog.At}";

    public static async Task<RegisteredAccount> StartAsync() => new(await AccountsRun.StartAsync());

    /// <summary>Has the second change of the trust policy refused, so that a rotation is cut short.</summary>
    public void RefuseTheEnd()
    {
        int updates = 0;
        Aws.Fault = (_, action) => action == "UpdateAssumeRolePolicy" && ++updates > 1 ? FakeFault.Deny : FakeFault.None;
    }

    public bool CanAssume(string externalId) => Aws.Account(AccountsRun.Account).CanAssume("DatadogIntegrationRole", "464622532012", externalId);

    /// <inheritdoc cref="AccountsRun.Run"/>
    public PipelineResult Run(string line) => _datadog.Run(line);

    /// <inheritdoc cref="AccountsRun.Run"/>
    public IReadOnlyList<PSObject> Output(string line) => _datadog.Output(line);

    public async ValueTask DisposeAsync()
    {
        await Aws.DisposeAsync();
        await _datadog.DisposeAsync();
    }
}
