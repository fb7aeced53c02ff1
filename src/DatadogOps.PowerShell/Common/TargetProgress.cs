using System.Globalization;
using System.Management.Automation;

namespace DatadogOps.Commands.Common;

/// <summary>The progress of work on several targets.</summary>
internal static class TargetProgress
{
    /// <summary>By the number of targets, where there are several.</summary>
    /// <param name="activity">What is being done.</param>
    public static Func<int, int, ProgressRecord?> Counted(string activity) => (done, all) => all > 1
        ? new ProgressRecord(1, activity, string.Create(CultureInfo.InvariantCulture, $"{done} of {all}")) { PercentComplete = done * 100 / all }
        : null;
}
