using System.Text;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// Who sends, for the Agent to add the tags of the container and pod. Sources: the protocol's versions 1.2, 1.4, 1.5 and 1.6, and
/// Datadog's own clients (datadog-go, <c>statsd/container_linux.go</c>, <c>external_env.go</c>, <c>tag_cardinality.go</c>).
/// </summary>
public sealed record DogStatsDOrigin
{
    private static readonly string[] Cardinalities = ["None", "Low", "Orchestrator", "High"];

    /// <summary>Id of the container, or <c>in-</c> and the inode of its control group; null outside of containers.</summary>
    public string? ContainerId { get; init; }

    /// <summary>What the cluster's admission controller wrote into <c>DD_EXTERNAL_ENV</c>, or null.</summary>
    public string? ExternalData { get; init; }

    /// <summary>
    /// How many tags the Agent adds: <c>None</c>, <c>Low</c> (host, image, service), <c>Orchestrator</c> (pod or task) or <c>High</c>
    /// (container); null for the Agent's own setting, which an Agent before protocol 1.6 always uses.
    /// </summary>
    public string? Cardinality
    {
        get;
        init => field = KnownCardinality(value);
    }

    /// <summary>Nothing is said about the sender.</summary>
    public static DogStatsDOrigin None { get; } = new();

    /// <summary>
    /// As Datadog's own clients find it: the container and <c>DD_EXTERNAL_ENV</c> unless <c>DD_ORIGIN_DETECTION_ENABLED</c> is
    /// false, and <c>DD_CARDINALITY</c> or <c>DATADOG_CARDINALITY</c> where that is set. On a machine without containers there is none.
    /// </summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    /// <param name="cardinality">Takes precedence over the variables; null for none.</param>
    public static DogStatsDOrigin FromEnvironment(Func<string, string?> environment, string? cardinality = null)
    {
        DogStatsDOrigin origin = FromEnvironment(environment, () => ContainerIdentity.Find(new ContainerIdentity.Paths()));
        return cardinality is null ? origin : origin with { Cardinality = cardinality };
    }

    internal static DogStatsDOrigin FromEnvironment(Func<string, string?> environment, Func<string?> findContainer)
    {
        bool detects = !IsFalse(environment("DD_ORIGIN_DETECTION_ENABLED"));
        return new DogStatsDOrigin
        {
            ContainerId = detects ? findContainer() : null,
            ExternalData = detects && environment("DD_EXTERNAL_ENV") is { Length: > 0 } data ? data : null,
            Cardinality = KnownCardinality(environment("DD_CARDINALITY")) ?? KnownCardinality(environment("DATADOG_CARDINALITY")),
        };
    }

    /// <summary>The fields at the end of each line.</summary>
    internal byte[] ToFields()
    {
        var fields = new StringBuilder();
        Append("|c:", Clean(ContainerId));
        Append("|e:", Clean(ExternalData));
        Append("|card:", Cardinality?.ToLowerInvariant() ?? "");
        return Encoding.UTF8.GetBytes(fields.ToString());

        void Append(string prefix, string value)
        {
            if (value.Length > 0)
            {
                fields.Append(prefix).Append(value);
            }
        }
    }

    // What strconv.ParseBool takes for false.
    private static bool IsFalse(string? value) => value is "0" or "f" or "F" or "false" or "FALSE" or "False";

    private static string? KnownCardinality(string? value) => Array.Find(Cardinalities, one => one.Equals(value, StringComparison.OrdinalIgnoreCase));

    // Removed and not replaced, as the official clients do: the value is a key to something.
    private static string Clean(string? value)
    {
        var result = new StringBuilder();
        foreach (Rune rune in (value ?? "").Trim().EnumerateRunes())
        {
            if (rune.Value != '|' && !Rune.IsControl(rune))
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}
