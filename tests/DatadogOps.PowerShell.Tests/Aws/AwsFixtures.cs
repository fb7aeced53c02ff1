using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

/// <summary>moto's server for the tests that need a real peer; null where it is not installed.</summary>
public sealed class MotoFixture : IAsyncLifetime
{
    public MotoServer Moto { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (MotoServer.Find(out _) is not null)
        {
            Moto = await MotoServer.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (Moto is not null)
        {
            await Moto.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class MotoSuite : ICollectionFixture<MotoFixture>
{
    public const string Name = "moto";
}

/// <summary>Cmdlets over a fake AWS.</summary>
internal sealed class FakeAwsRun : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string ExternalId = "c359eed4feb642c9a38c79b3da552929";

    public FakeAws Aws { get; } = new();

    public string Profile => field ??= AddProfile(Account);

    public string AddProfile(string account) => AwsProfiles.Add(Aws.Endpoint, Aws.AddKey(account));

    /// <summary>Runs a line in which <c>@</c> stands for the profile and the external id.</summary>
    public PipelineResult Run(string line) => StagedModule.Run(Complete(line));

    public IReadOnlyList<PSObject> Output(string line) => StagedModule.Output(Complete(line));

    public ValueTask DisposeAsync() => Aws.DisposeAsync();

    private string Complete(string line) => line
        .Replace("@id", $"-ExternalId {ExternalId}", StringComparison.Ordinal)
        .Replace("@p", $"-ProfileName {Profile}", StringComparison.Ordinal);
}
