using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.Tests.ConfigRuns.Model;

/// <summary>A clock that is set during a run leads to impossible times; for every tool they are unknown.</summary>
public class RunTimeTests
{
    public static TheoryData<string> Backwards =>
    [
        """{"node":{"name":"n"},"success":true,"start_time":"2026-01-01 00:00:09 UTC","end_time":"2026-01-01 00:00:00 UTC","elapsed_time":-9.0,"all_resources":[]}""",
        """{"message_type":"run_converge","node_name":"n","status":"success","start_time":"2026-01-01T00:00:09Z","end_time":"2026-01-01T00:00:00Z","resources":[{"type":"file","name":"x","status":"updated","duration":"-3"}]}""",
        """{"certname":"n","status":"changed","start_time":"2026-01-01T00:00:09Z","end_time":"2026-01-01T00:00:00Z","logs":[],"metrics":[{"category":"time","name":"total","value":-9}],"resources":[]}""",
        "--- \nversion:\n  puppet: 7.23.0\ntime:\n  last_run: 1767225600\n  total: -9.0\nresources:\n  total: 8\n",
        """{"plays":[{"play":{"id":"p","duration":{"start":"2026-01-01T00:00:09Z","end":"2026-01-01T00:00:00Z"}},"tasks":[{"hosts":{"h":{"changed":true}},"task":{"name":"t","duration":{"start":"2026-01-01T00:00:09Z","end":"2026-01-01T00:00:00Z"}}}]}],"stats":{"h":{"ok":1}}}""",
        """{"Status":"Success","StartDate":"2026-01-01T00:00:09Z","DurationInSeconds":-9,"ResourcesInDesiredState":[{"ResourceId":"[File]x","DurationInSeconds":-1}]}""",
        """{"metadata":{"Microsoft.DSC":{"operation":"set","startDatetime":"2026-01-01T00:00:09Z","endDatetime":"2026-01-01T00:00:00Z","duration":"-PT9S"}},"results":[]}""",
        """{"web01":{"a_|-b_|-c_|-d":{"result":true,"duration":-9000}}}""",
    ];

    [Theory]
    [MemberData(nameof(Backwards))]
    public void ARunThatEndsBeforeItBeganHasNoDuration(string text)
    {
        ConfigRunReport report = Reports.ReadText(text)[0];

        Assert.Null(report.ElapsedSeconds);
        Assert.DoesNotContain(report.GetMetrics(), metric => metric.Value < 0);
        Assert.All(Reports.ResourcesOfText(text), resource => Assert.Null(resource.ElapsedSeconds));
    }

    [Fact]
    public void ARunThatBeganInAnotherDecadeHasNoDuration() =>
        Assert.Null(Reports.ReadText("""{"certname":"n","status":"unchanged","start_time":"1970-01-01T00:00:09Z","end_time":"2026-01-01T00:00:00Z","logs":[],"metrics":[],"resources":[]}""")[0].ElapsedSeconds);

    [Fact]
    public void AnEndBeyondAllYearsIsNotTold() =>
        Assert.Null(Reports.ReadText("""{"node":{"name":"n"},"success":true,"start_time":"9999-12-31T23:59:59Z","elapsed_time":60,"all_resources":[]}""")[0].EndTime);
}
