using System.Management.Automation;

namespace DatadogOps.Commands.Common;

/// <summary>Stands for the module's own base class, which the checker knows by its full name.</summary>
public abstract class DatadogOpsCmdlet : PSCmdlet
{
    protected sealed override void StopProcessing()
    {
    }

    // The one place that may block.
    protected void Wait(Task task) => task.GetAwaiter().GetResult();
}
