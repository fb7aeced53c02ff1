using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

public class GetConfigRunReportTests
{
    [Fact]
    public void WildcardsMeanTheFilesInTheirOrder()
    {
        IReadOnlyList<PSObject> reports = StagedModule.Output($"Get-ConfigRunReport '{Reports.Folder}/chef/*.json', '{Reports.Folder}/*'");

        Assert.Equal(["web03.example.com", "db01.example.com", "web01.example.com"], reports.Select(report => report.Get("HostName")));
        Assert.All(reports, report => Assert.Equal("Chef", report.Get("Tool")));
    }

    [Fact]
    public void ALiteralPathMayHoldBrackets()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("configruns-");
        try
        {
            string path = Path.Combine(folder.FullName, "run[1].yaml");
            File.Copy($"{Reports.Folder}/puppet/noop.report.yaml", path);

            PSObject report = Assert.Single(StagedModule.Output($"Get-ConfigRunReport -LiteralPath '{path}'"));

            Assert.Equal(("Pending", path), (report.Get("Status")!.ToString(), report.Get("SourcePath")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void FilesTextAndObjectsComeByThePipeline()
    {
        PSObject status = StagedModule.Record(
            ("Status", "Success"), ("HostName", "WIN01"), ("DurationInSeconds", 4), ("StartDate", new DateTime(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc)),
            ("ResourcesInDesiredState", new object[] { StagedModule.Record(("ResourceId", "[File]web"), ("StateChanged", true)) }));

        IReadOnlyList<PSObject> reports = StagedModule.Output(
            "Get-ConfigRunReport",
            [new FileInfo($"{Reports.Folder}/salt/job_return.json"), .. File.ReadLines($"{Reports.Folder}/ansible/ok.json"), status]);

        Assert.Equal(["db01", "web01", "web02", null, "WIN01"], reports.Select(report => report.Get("HostName")));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), reports[^1].Get("StartTime"));
        Assert.Equal("[File]web", reports[^1].Get("ChangedResources")!.ToString());
    }

    [Fact]
    public void AReportIsFlatEnoughForJsonOfTheDefaultDepth()
    {
        PSObject report = StagedModule.Output($"Get-ConfigRunReport '{Reports.Folder}/puppet/changed.report.yaml'")[0];

        foreach (PSPropertyInfo property in report.Properties)
        {
            if (property.Value is not string and System.Collections.IEnumerable list)
            {
                Assert.All(list.Cast<object>(), item => Assert.IsType<string>(item));
            }
        }

        Assert.NotEmpty(Assert.IsAssignableFrom<IEnumerable<string>>(report.Get("ChangedResources")));
    }

    [Fact]
    public void ResourcesAreObjectsOfTheirOwn()
    {
        IReadOnlyList<PSObject> resources = StagedModule.Output($"Get-ConfigRunReport '{Reports.Folder}/salt/minions.json' -Resource");

        Assert.Equal(["nginx", "migrate", "/etc/nginx/site.conf"], resources.Select(resource => resource.Get("Name")));
        Assert.Equal("nginx: 1.22.1-9", resources[0].Get("ChangedProperties")!.ToString());
    }

    [Fact]
    public void ABadFileIsOneErrorAndTheOthersGoOn()
    {
        PipelineResult result = StagedModule.Run($"Get-ConfigRunReport /no/such.json, '{Reports.Folder}/salt/job_return.json', '{Reports.Folder}'");

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Output);
        Assert.Equal(
            ["ConfigRunFileNotFound,DatadogOps.Commands.ConfigRuns.GetConfigRunReportCommand", "ConfigRunFileUnreadable,DatadogOps.Commands.ConfigRuns.GetConfigRunReportCommand"],
            result.Errors.Select(error => error.FullyQualifiedErrorId));
    }

    [Fact]
    public void AnObjectThatIsNoReportIsOneError()
    {
        PipelineResult result = StagedModule.Run("Get-ConfigRunReport", [42]);

        Assert.StartsWith("ConfigRunInputUnknown", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void AFormatCanBeForced()
    {
        PipelineResult result = StagedModule.Run($"Get-ConfigRunReport '{Reports.Folder}/salt/job_return.json' -Format DscResult");

        Assert.StartsWith("ConfigRunReportIncomplete", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void PatternsTakeOutMore()
    {
        PSObject report = StagedModule.Output($"Get-ConfigRunReport '{Reports.Folder}/ansible/failed.json' -RedactPattern 'role \"(\\w+)\"'")[0];

        Assert.Contains("role \"[redacted]\" does not exist", (string)report.Get("ErrorMessage")!, StringComparison.Ordinal);
        Assert.Equal(2, StagedModule.Run("Get-ConfigRunReport x -RedactPattern '('").ExitCode);
    }

    [Fact]
    public void NothingSecretLeaves()
    {
        PSObject report = StagedModule.Output($"Get-ConfigRunReport '{Reports.Folder}/ansible/leak_failed.json'")[0];

        Assert.Contains("DD_API_KEY=[redacted] password=[redacted]", (string)report.Get("ErrorMessage")!, StringComparison.Ordinal);
    }
}
