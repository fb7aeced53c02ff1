using System.Reflection;
using DatadogOps.Common;
using NetArchTest.Rules;

namespace DatadogOps.Tests;

/// <summary>The arrows of docs/architecture.md: areas never use each other, and what they share uses no area.</summary>
public class LayerTests
{
    private static readonly Assembly s_core = typeof(Finding).Assembly;
    private static readonly string[] s_areas = ["DatadogOps.Aws", "DatadogOps.ConfigRuns", "DatadogOps.Nginx", "DatadogOps.Postgres"];

    public static TheoryData<string, string[]> Rules()
    {
        var rules = new TheoryData<string, string[]>
        {
            { "DatadogOps.Common", [.. s_areas, "DatadogOps.Telemetry", "DatadogOps.Datadog", "DatadogOps.Terraform", "DatadogOps.Intake"] },
            { "DatadogOps.Telemetry", [.. s_areas, "DatadogOps.Datadog", "DatadogOps.Terraform", "DatadogOps.Intake"] },
            { "DatadogOps.Terraform", [.. s_areas, "DatadogOps.Telemetry", "DatadogOps.Datadog", "DatadogOps.Intake"] },
            { "DatadogOps.Datadog", [.. s_areas, "DatadogOps.Intake"] },
            { "DatadogOps.Telemetry.Model", ["DatadogOps.Telemetry.Http", "DatadogOps.Telemetry.Delivery", "DatadogOps.Telemetry.DogStatsD"] },
            { "DatadogOps.Telemetry.Http", ["DatadogOps.Telemetry.Delivery"] },
        };
        foreach (string area in s_areas)
        {
            rules.Add(area, [.. s_areas.Where(other => other != area), "DatadogOps.Intake"]);
        }

        return rules;
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void NothingUsesWhatIsAboveOrBesideIt(string room, string[] forbidden)
    {
        TestResult result = Types.InAssembly(s_core).That().ResideInNamespace(room).ShouldNot().HaveDependencyOnAny(forbidden).GetResult();

        Assert.True(result.IsSuccessful, $"{room} uses {string.Join(", ", forbidden)}: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void TheCoreKnowsNothingOfPowerShell() =>
        Assert.DoesNotContain(s_core.GetReferencedAssemblies(), reference => reference.Name == "System.Management.Automation");

    [Theory]
    [MemberData(nameof(Rules))]
    public void EachRoomHasTypes(string room, string[] forbidden)
    {
        Assert.NotEmpty(Types.InAssembly(s_core).That().ResideInNamespace(room).GetTypes());
        Assert.All(forbidden, other => Assert.NotEmpty(Types.InAssembly(s_core).That().ResideInNamespace(other).GetTypes()));
    }
}
