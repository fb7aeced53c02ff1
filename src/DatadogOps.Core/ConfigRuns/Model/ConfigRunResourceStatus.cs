namespace DatadogOps.ConfigRuns.Model;

/// <summary>What a run did with a resource: the words of <see cref="ConfigRunResource.Status"/>.</summary>
public static class ConfigRunResourceStatus
{
    /// <summary>It was in its desired state.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>It was changed.</summary>
    public const string Changed = "Changed";

    /// <summary>It could not be brought into its desired state.</summary>
    public const string Failed = "Failed";

    /// <summary>It was left out because of a condition, or because a resource that it depends on failed.</summary>
    public const string Skipped = "Skipped";

    /// <summary>It would be changed by a run that applies changes.</summary>
    public const string Pending = "Pending";

    /// <summary>It failed and the run continued as configured: an Ansible task that was rescued or whose errors are ignored, a Chef resource with ignore_failure.</summary>
    public const string Tolerated = "Tolerated";
}
