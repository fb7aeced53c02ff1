using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Model;

/// <summary>The properties of a resource at one time, as text.</summary>
internal sealed class ResourceState(StringComparer names)
{
    private readonly Dictionary<string, string?> _values = new(names);

    /// <summary>A property; null if there is none.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads a map.</summary>
    public static ResourceState Read(DocumentReader reader, StringComparer? names = null)
    {
        var state = new ResourceState(names ?? StringComparer.Ordinal);
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } key)
            {
                state._values[key] = reader.ReadShown();
            }
        }

        return state;
    }

    /// <summary>Reads a map of properties; any other value is a property named content.</summary>
    public static ResourceState ReadAny(DocumentReader reader)
    {
        if (reader.Kind == NodeKind.MapStart)
        {
            return Read(reader);
        }

        var state = new ResourceState(StringComparer.Ordinal);
        state._values["content"] = reader.ReadShown();
        return state;
    }

    /// <summary>What differs from an earlier state.</summary>
    public IEnumerable<ConfigRunChange> ChangesSince(ResourceState? before) =>
        _values.Select(one => new ConfigRunChange(one.Key, before?[one.Key], one.Value)).Where(one => one.Before != one.After);
}
