namespace DatadogOps.ConfigRuns.Model;

/// <summary>What a run did with a resource.</summary>
public enum ConfigRunResourceStatus
{
    /// <summary>It was as it should be.</summary>
    Unchanged,

    /// <summary>It was changed.</summary>
    Changed,

    /// <summary>It could not be brought to its state.</summary>
    Failed,

    /// <summary>It was left out: a condition, or a failure of what it depends on.</summary>
    Skipped,

    /// <summary>It would be changed by a run that does more than look.</summary>
    Pending,

    /// <summary>It failed, and the run went on as it was told to: a task of Ansible that was rescued or whose errors are ignored, a resource of Chef with ignore_failure.</summary>
    Tolerated,
}
