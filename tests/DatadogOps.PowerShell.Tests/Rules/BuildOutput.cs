using System.Management.Automation;
using System.Reflection;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.Rules;

/// <summary>Where the build left what the rules look at.</summary>
internal static class BuildOutput
{
    /// <summary>The folder <c>out/</c>, or the one that DATADOGOPS_OUT names.</summary>
    public static string Location => Environment.GetEnvironmentVariable("DATADOGOPS_OUT") is { Length: > 0 } named ? named : RepositoryLayout.Output;

    /// <summary>The staged module.</summary>
    public static string Module => Path.Combine(Location, "DatadogOps");

    /// <summary>The folder of System.Management.Automation.</summary>
    public static string Automation => Path.GetDirectoryName(typeof(PSObject).Assembly.Location)!;

    /// <summary>The assembly of samples that break the rules.</summary>
    public static string RuleSamples => typeof(BuildOutput).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "RuleSamples").Value!;
}
