using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>A context holds for what follows it in its runspace, and keeps its keys to itself and to its site.</summary>
public class ConnectDatadogTests
{
    private const string Key = "fedcba9876543210fedcba9876543210";

    [Fact]
    public void WhatIsSaidOnceHoldsForWhatFollows()
    {
        PSObject context = Assert.Single(StagedModule.Output($"Connect-Datadog -Site US3 -ApiKey {Key} -Tag team:dba; Get-DatadogContext"));

        Assert.Equal("us3.datadoghq.com", context.Get("Site")!.ToString());
        Assert.Equal(("Api", true, false, "team:dba"), (context.Get("Transport")!.ToString(), context.Get("HasApiKey"), context.Get("HasApplicationKey"), context.Get("Tags")!.ToString()));
    }

    [Fact]
    public void TagsOfTheContextAndOfTheCommandAddUp()
    {
        PipelineResult result = StagedModule.Run($"Connect-Datadog -ApiUri http://127.0.0.1:9 -ApiKey {Key} -Tag team:dba; Send-DatadogMetric a.b 1 -Tag env:prod -WhatIf");
        Assert.Contains("\"tags\":[\"team:dba\",\"env:prod\"]", string.Join('\n', result.WhatIf), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherSiteDoesNotGetTheContextsKey()
    {
        PipelineResult result = StagedModule.Run($"Connect-Datadog -Site US3 -ApiKey {Key}; Send-DatadogMetric a.b 1 -ApiUri http://127.0.0.1:9 -NoSpool");
        Assert.Equal("DatadogApiKeyMissing", result.TerminatingError!.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void NothingShowsTheKey()
    {
        PipelineResult result = StagedModule.Run($"Connect-Datadog -Site US3 -ApiKey {Key} -ApplicationKey {Key}01234567 -PassThru -Verbose -Debug");
        PSObject context = Assert.Single(result.Output)!;
        string all = string.Join('\n', context.Properties.Select(property => property.Name + "=" + property.Value).Concat(result.Verbose).Concat(result.Debug).Append(context.BaseObject.ToString()!));
        Assert.DoesNotContain(Key, all, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("-Site nowhere.example", "DatadogSiteUnknown")]
    [InlineData("-ApiUri http://example.com", "DatadogApiUriInvalid")]
    [InlineData("-Site US3 -ApiUri https://example.com", "DatadogSiteConflict")]
    [InlineData("-ApiKey 'no key'", "DatadogApiKeyInvalid")]
    [InlineData("-DogStatsDEndpoint tcp://127.0.0.1:1", "DogStatsDEndpointInvalid")]
    public void WhatCannotWorkIsRefusedAtOnce(string parameters, string id)
    {
        PipelineResult result = StagedModule.Run("Connect-Datadog " + parameters);
        Assert.StartsWith(id, result.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(result.TerminatingError.ErrorDetails!.RecommendedAction!);
    }
}
