using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Network;
using DatadogOps.Tests.Rules;
using Npgsql;

namespace DatadogOps.Tests.Loading;

/// <summary>
/// The module beside other versions of its own dependencies, in one process. The same in real PowerShell is in
/// tests/Pester/Loading.Tests.ps1, with what only a fresh process can show: that an import loads nothing.
/// </summary>
public sealed class ForeignAssembliesTests
{
    private readonly string _dependencies = Path.Combine(BuildOutput.Module, "deps");

    public static TheoryData<string, string?> Commands => new()
    {
        { "Get-PgConnection -HostName 127.0.0.1 -Port {0} -UserName x", "PgConnectionRefused" },
        { "Get-PgConnectionState -HostName 127.0.0.1 -Port {0} -UserName x", "PgConnectionRefused" },
        { "Get-PgConnectionUsage -HostName 127.0.0.1 -Port {0} -UserName x", "PgConnectionRefused" },
        { "Send-DatadogMetric a.b 1 -DogStatsDEndpoint udp://127.0.0.1:{0} -WhatIf", null },
        { "Send-DatadogMetric a.b 1 -DogStatsDEndpoint udp://127.0.0.1:{0} -WhatIf -PassThru | ConvertTo-DatadogMetric -Name sent -ValueProperty Accepted", null },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_cmdlet_works_beside_foreign_versions(string command, string? errorId)
    {
        Assembly[] foreign = LoadForeign();
        PipelineResult result = StagedModule.Run(string.Format(null, command, FreePort.Next()));

        Assert.Null(result.TerminatingError);
        Assert.Equal(errorId is null ? [] : [errorId], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        foreach (Assembly assembly in foreign)
        {
            Assembly now = AssemblyLoadContext.Default.Assemblies.Single(loaded => loaded.GetName().Name == assembly.GetName().Name);
            Assert.Same(assembly, now);
            Assert.DoesNotContain(_dependencies, assembly.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_core_needs_is_in_a_context_of_its_own()
    {
        StagedModule.Run($"Get-PgConnection -HostName 127.0.0.1 -Port {FreePort.Next()} -UserName x");

        AssemblyLoadContext ours = AssemblyLoadContext.All.Single(context => context.Name == "DatadogOps");
        string[] names = [.. ours.Assemblies.Select(assembly => assembly.GetName().Name!)];
        Assert.Contains("DatadogOps.Core", names);
        Assert.Contains("Npgsql", names);
        Assert.All(ours.Assemblies, assembly => Assert.StartsWith(_dependencies, assembly.Location, StringComparison.Ordinal));
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "DatadogOps.Core");
    }

    [Fact]
    public async Task Two_at_once_share_nothing()
    {
        int[] ports = [FreePort.Next(), FreePort.Next()];
        PipelineResult[][] results = await Task.WhenAll(ports.Select(port => Task.Run(() =>
            Enumerable.Range(0, 10).Select(_ => StagedModule.Run($"Get-PgConnectionState -HostName 127.0.0.1 -Port {port} -UserName x")).ToArray())));

        for (int i = 0; i < ports.Length; i++)
        {
            Assert.All(results[i], result => Assert.Equal($"127.0.0.1:{ports[i]}", Assert.Single(result.Errors).TargetObject?.ToString()));
        }
    }

    // Npgsql came with the servers of the tests; the others as another module might load them.
    private static Assembly[] LoadForeign() =>
    [
        typeof(NpgsqlConnection).Assembly,
        .. typeof(ForeignAssembliesTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key is "ForeignAssembly.YamlDotNet" or "ForeignAssembly.AWSSDK.Core")
            .Select(attribute => AssemblyLoadContext.Default.LoadFromAssemblyPath(attribute.Value!)),
    ];
}
