using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Common;

/// <summary>A test that needs moto's server; skipped, by name, where it is not installed.</summary>
public sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute()
    {
        if (MotoServer.Find(out string reason) is null)
        {
            Skip = reason;
        }
    }
}

/// <summary>A test that needs a program in PATH, and moto's server where it says so.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program, bool needsMoto = false)
    {
        if (Executables.FindInPath(program) is null)
        {
            Skip = $"{program} is not installed.";
        }
        else if (needsMoto && MotoServer.Find(out string reason) is null)
        {
            Skip = reason;
        }
    }
}
