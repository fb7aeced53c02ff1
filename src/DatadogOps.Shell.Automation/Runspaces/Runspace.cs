namespace System.Management.Automation.Runspaces;

/// <summary>What lines that share their state run in. ddops has one for each engine; cmdlets use it as a key for what they keep.</summary>
public sealed class Runspace
{
    [ThreadStatic]
    private static Runspace? s_default;

    /// <summary>The one that this thread runs in; null outside of a run.</summary>
    public static Runspace? DefaultRunspace
    {
        get => s_default;
        set => s_default = value;
    }
}
