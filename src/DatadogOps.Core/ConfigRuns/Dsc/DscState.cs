using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Dsc;

/// <summary>The properties of a resource at one time, each as text.</summary>
internal static class DscState
{
    /// <summary>Reads a state; underscored properties are DSC's own.</summary>
    public static Dictionary<string, string?> Read(DocumentReader reader)
    {
        var state = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } key)
            {
                state[key] = reader.ReadFlat();
            }
        }

        return state;
    }
}
