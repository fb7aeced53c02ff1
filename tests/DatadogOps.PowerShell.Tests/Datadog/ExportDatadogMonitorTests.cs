using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Datadog;

public class ExportDatadogMonitorTests
{
    private const string Everything = """
        {"id":7,"name":"All of \"it\" ${a} %{b}","type":"query alert","query":"avg(last_5m):avg:a{*} by {host} > 1","message":"line ${x}\nEOT\n  indented %{y}\n","tags":["a:b"],"priority":3,
         "options":{"thresholds":{"critical":1,"warning":0.5,"ok":0.25},"threshold_windows":{"trigger_window":"last_15m","recovery_window":"last_15m"},"notify_by":["host"],"renotify_statuses":["alert","no data"],
         "scheduling_options":{"evaluation_window":{"day_starts":"04:00"},"custom_schedule":{"recurrences":[{"rrule":"FREQ=DAILY;INTERVAL=1","timezone":"UTC"}]}},"silenced":{},"locked":false,"brand_new":1},
         "restricted_roles":null,"assets":[{"name":"R","url":"/n/1","category":"runbook"}]}
        """;

    [TerraformFact]
    public async Task TerraformIsAsTerraformFormatsIt()
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-").FullName;
        try
        {
            PipelineResult all = StagedModule.Run($"Export-DatadogMonitor -Format Terraform -Path '{folder}/all.tf'", [Everything, Everything]);
            StagedModule.Output($"New-PgConnectionMonitor Usage, Change, Idle -Notify slack-dba | Export-DatadogMonitor -Format Terraform -Path '{folder}/pg.tf'");

            Assert.Contains("options.brand_new", all.Warnings[0], StringComparison.Ordinal);
            Assert.Contains("assets", all.Warnings[0], StringComparison.Ordinal);
            string text = await File.ReadAllTextAsync($"{folder}/all.tf");
            Assert.Contains("resource \"datadog_monitor\" \"all_of_it_a_b_2\"", text, StringComparison.Ordinal);
            Assert.Contains("line $${x}\nEOT\n  indented %%{y}\nEOT2\n", text, StringComparison.Ordinal);
            await ChildProcess.RunAsync(TerraformFactAttribute.Program!, ["fmt", "-check", "-diff", folder]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void SeveralMonitorsAreOneListOfJson()
    {
        PipelineResult result = StagedModule.Run("New-PgConnectionMonitor Usage, Idle | Export-DatadogMonitor");

        Assert.Equal(2, JsonNode.Parse(result.Output.Single()!.ToString())!.AsArray().Count);
    }

    [Fact]
    public void WhatIfAndAFolderThatIsNotThereWriteNothing()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"datadogops-{Guid.NewGuid():N}");

        PipelineResult preview = StagedModule.Run($"New-PgConnectionMonitor | Export-DatadogMonitor -Path '{folder}' -WhatIf");
        PipelineResult failed = StagedModule.Run($"New-PgConnectionMonitor | Export-DatadogMonitor -Path '{folder}/m.json'");

        Assert.Contains(folder, Assert.Single(preview.WhatIf), StringComparison.Ordinal);
        DefinitionText.Error(failed, "DefinitionNotWritten");
        Assert.False(Path.Exists(folder));
    }
}
