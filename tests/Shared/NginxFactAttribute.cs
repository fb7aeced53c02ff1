using DatadogOps.Testbed;

namespace DatadogOps.Tests;

/// <summary>A test that needs a real nginx; skipped, by name, where none is installed.</summary>
public sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (NginxServer.Find(out string reason) is null)
        {
            Skip = reason;
        }
    }
}

/// <summary>A theory that needs a real nginx.</summary>
public sealed class NginxTheoryAttribute : TheoryAttribute
{
    public NginxTheoryAttribute()
    {
        if (NginxServer.Find(out string reason) is null)
        {
            Skip = reason;
        }
    }
}
