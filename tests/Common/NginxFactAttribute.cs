using DatadogOps.Testbed.Nginx;

namespace DatadogOps.Tests.Common;

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

/// <summary>A test that needs a loadable module of nginx as well.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxModuleFactAttribute : FactAttribute
{
    public NginxModuleFactAttribute(string module, string package)
    {
        if (NginxServer.Find(out string reason) is null || NginxServer.FindModule(module, package, out reason) is null)
        {
            Skip = reason;
        }
    }
}

/// <summary>A test in which nginx writes where only root may.</summary>
public sealed class NginxRootFactAttribute : FactAttribute
{
    public NginxRootFactAttribute()
    {
        Skip = NginxServer.Find(out string reason) is null ? reason
            : Environment.IsPrivilegedProcess ? null! : "only root may write the log that nginx was built with";
    }
}

/// <summary>A test of nginx with a script in its place; skipped, by name, where scripts are not run by their first line.</summary>
public sealed class NginxUnixFactAttribute : FactAttribute
{
    public NginxUnixFactAttribute()
    {
        string reason = "Windows runs no shell scripts.";
        if (OperatingSystem.IsWindows() || NginxServer.Find(out reason) is null)
        {
            Skip = reason;
        }
    }
}
