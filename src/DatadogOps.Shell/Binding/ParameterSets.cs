namespace DatadogOps.Shell.Binding;

/// <summary>Parameter sets as the bits of a number.</summary>
internal static class ParameterSets
{
    /// <summary>The lowest of them.</summary>
    public static uint First(uint sets) => sets & (~sets + 1);

    /// <summary>Each of them by itself.</summary>
    public static IEnumerable<uint> Each(uint sets)
    {
        for (; sets != 0; sets &= sets - 1)
        {
            yield return First(sets);
        }
    }
}
