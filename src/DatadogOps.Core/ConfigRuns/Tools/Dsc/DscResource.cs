using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Dsc;

/// <summary>One instance in DSC's results; a group is replaced by the instances in it.</summary>
internal sealed class DscResource
{
    private readonly List<string> _changed = [];
    private readonly DscMetadata _metadata = new();
    private ResourceState? _before;
    private ResourceState? _after;

    public string? Name { get; private set; }

    public string? Type { get; private set; }

    public double? Seconds => _metadata.Seconds;

    /// <summary>The result of a test; null if it was none.</summary>
    public bool? InDesiredState { get; private set; }

    /// <summary>Whether a set changed it.</summary>
    public bool IsChanged => InDesiredState is null && _changed.Count > 0;

    /// <summary>Whether it is the result of a set.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Reads the list of results into a flat one.</summary>
    public static void ReadAll(DocumentReader reader, List<DscResource> resources)
    {
        if (!reader.BeginList())
        {
            return;
        }

        while (reader.NextItem())
        {
            var resource = new DscResource();
            int count = resources.Count;
            resource.Read(reader, resources);
            if (resources.Count == count && resource.Name is not null)
            {
                resources.Add(resource);
            }
        }
    }

    /// <summary>What was changed, or differs.</summary>
    public ConfigRunList<ConfigRunChange> Changes => new([.. _changed.Select(name => new ConfigRunChange(name, _before?[name], _after?[name]))]);

    private void Read(DocumentReader reader, List<DscResource> resources)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "name":
                    Name = reader.ReadName();
                    break;
                case "type":
                    Type = reader.ReadName();
                    break;
                case "metadata":
                    _metadata.ReadWrapped(reader);
                    break;
                case "executionInformation":
                    _metadata.Read(reader);
                    break;
                case "result" when reader.Kind == NodeKind.ListStart:
                    ReadAll(reader, resources);
                    break;
                case "result" when reader.BeginMap():
                    while (reader.NextKey() is { } part)
                    {
                        ReadResult(reader, part, resources);
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadResult(DocumentReader reader, string key, List<DscResource> resources)
    {
        switch (key)
        {
            case "results":
                ReadAll(reader, resources);
                break;
            case "beforeState":
                IsSet = true;
                _before = ResourceState.Read(reader, StringComparer.OrdinalIgnoreCase);
                break;
            case "actualState":
                _before = ResourceState.Read(reader, StringComparer.OrdinalIgnoreCase);
                break;
            case "afterState" or "desiredState":
                _after = ResourceState.Read(reader, StringComparer.OrdinalIgnoreCase);
                break;
            case "changedProperties" or "differingProperties":
                _changed.AddRange(reader.ReadTexts());
                break;
            case "inDesiredState":
                InDesiredState = reader.ReadTruth();
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
