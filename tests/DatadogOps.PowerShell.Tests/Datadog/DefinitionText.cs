using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Datadog;

/// <summary>What the tests of definitions share.</summary>
internal static class DefinitionText
{
    /// <summary>The definition that one object is exported as.</summary>
    public static JsonObject Export(string line) => JsonNode.Parse((string)Assert.Single(StagedModule.Output($"{line} | {(line.Contains("Dashboard", StringComparison.Ordinal) ? "Export-DatadogDashboard" : "Export-DatadogMonitor")}")).BaseObject)!.AsObject();

    /// <summary>The one error of a run, by its id.</summary>
    public static ErrorRecord Error(PipelineResult result, string id)
    {
        ErrorRecord error = result.TerminatingError ?? Assert.Single(result.Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails!.RecommendedAction));
        return error;
    }
}
