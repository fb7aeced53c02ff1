using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Common;

/// <summary>A test that needs programs of this machine; skipped, by name, where one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] programs)
    {
        if (Array.Find(programs, program => Executables.FindInPath(program) is null) is { } missing)
        {
            Skip = $"{missing} is not installed.";
        }
    }
}
