using System.Text.Json.Nodes;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Datadog;

public class ExportDatadogDashboardTests
{
    [TerraformFact]
    public async Task TerraformIsAsTerraformFormatsIt()
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-").FullName;
        try
        {
            StagedModule.Output($"New-PgConnectionDashboard | Export-DatadogDashboard -Format Terraform -Path '{folder}/pg.tf'");
            StagedModule.Output($"New-DatadogDashboard 'T ${{x}}' -Widget @{{ type = 'note'; content = '%{{y}} \\ \"' }} | Export-DatadogDashboard -Format Terraform -Path '{folder}/note.tf'");

            await ChildProcess.RunAsync(TerraformFactAttribute.Program!, ["fmt", "-check", "-diff", folder]);
            Assert.Contains("%%{y}", await File.ReadAllTextAsync($"{folder}/note.tf"), StringComparison.Ordinal);
            Assert.Contains("T $${x}", await File.ReadAllTextAsync($"{folder}/note.tf"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void JsonIsReadBackAsTheSame()
    {
        JsonObject first = DefinitionText.Export("New-PgConnectionDashboard");

        string again = (string)StagedModule.Output("New-DatadogDashboard | Export-DatadogDashboard", [first.ToJsonString()]).Single().BaseObject;

        Assert.True(JsonNode.DeepEquals(first, JsonNode.Parse(again)));
    }
}
