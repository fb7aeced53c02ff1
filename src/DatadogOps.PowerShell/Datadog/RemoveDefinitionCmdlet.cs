using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands.Datadog;

/// <summary>What the removal of monitors and of dashboards shares: each is named by its id, or is an object that has one or a slug.</summary>
public abstract class RemoveDefinitionCmdlet : DatadogApiCmdlet
{
    private protected const string InputSet = "InputObject";
    private protected const string IdSet = "Id";

    /// <summary>What Get- or Publish- put out, or definitions with a slug.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Ids at Datadog.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                Try(() => Remove(id, null));
            }

            return;
        }

        Try(() =>
        {
            if (DefinitionInput.IdOf(InputObject) is { } id)
            {
                Remove(id, null);
            }
            else
            {
                RemoveDefinitions();
            }
        });
    }

    /// <summary>Removes what the object describes.</summary>
    private protected abstract void RemoveDefinitions();

    /// <summary>Removes what has that id, after it was shown or agreed to.</summary>
    private protected abstract void Remove(string id, string? name);

    /// <summary>The failure of what is not there.</summary>
    internal OperationException Missing(string kind, string name, string? slug, string advice) => new(
        TelemetryErrorIds.DatadogNotFound,
        OperationErrorKind.NotFound,
        name,
        $"The {kind} '{name}' is not at {Api.Site}{(slug is null ? "" : $": none has the slug '{slug}'")}.",
        advice);
}
