using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Objects of the module can be sent after a serialization that lost their type.</summary>
public class TelemetryReaderTests
{
    private static readonly string[] Types =
    [
        "DatadogOps.Postgres.Activity.PgConnectionState", "DatadogOps.Postgres.Activity.PgConnectionUsage", "DatadogOps.ConfigRuns.Model.ConfigRunReport",
    ];

    private static readonly string[] Trips =
    [
        "ConvertTo-Csv | ConvertFrom-Csv",
        "ConvertTo-Csv -IncludeTypeInformation | ConvertFrom-Csv",
        "ConvertTo-Json | ConvertFrom-Json",
        "ConvertTo-Json | ConvertFrom-Json -AsHashtable",
        "Select-Object *",
        "ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }",
        "Select-Object * | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }",
        "Add-Member PSComputerName web1 -PassThru | Select-Object *",
    ];

    public static IEnumerable<object[]> Cases => Types.SelectMany(type => Trips.Select(trip => new object[] { type, trip }));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Metrics_are_the_same_after_the_trip(string type, string trip)
    {
        string[] metrics = [.. StagedModule.Output(SampleObject.Define + $$"""
            Use-Culture de-DE
            $item = New-Sample (Get-CoreType {{type}})
            $read = { param($metric) "$($metric.Name) $($metric.Value) $($metric.Type) $($metric.HostName) $($metric.Tags) $($metric.Unit) $($metric.Timestamp.ToUnixTimeMilliseconds())" }
            ($item | ConvertTo-DatadogMetric | ForEach-Object { & $read $_ }) -join "`n"
            ($item | {{trip}} | ConvertTo-DatadogMetric | ForEach-Object { & $read $_ }) -join "`n"
            """).Select(item => item.ToString())];

        Assert.Equal(2, metrics.Length);
        Assert.NotEmpty(metrics[0]);
        Assert.Equal(metrics[0], metrics[1]);
    }

    [Fact]
    public void A_lost_property_is_an_error_that_names_it()
    {
        string[] ids = StagedModule.Run(SampleObject.Define +
            "New-Sample (Get-CoreType DatadogOps.Postgres.Activity.PgConnectionState) | Select-Object HostName, Port, Connections | Send-DatadogMetric -WhatIf").ErrorIds();

        Assert.Equal(["SourcePropertyInvalid"], ids);
    }
}
