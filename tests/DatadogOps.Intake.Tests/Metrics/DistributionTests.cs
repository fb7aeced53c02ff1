using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Metrics;

public sealed class DistributionTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task Every_value_counts()
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync(
            "api/v1/distribution_points",
            $$"""{"series":[{"metric":"dist.api","host":"h1","tags":["a:b"],"type":"distribution","points":[[{{intake.Now}},[1,2,9]],[{{intake.Now - 3601}},[5]]]}]}""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"status":"ok"}""", body.GetRawText());
        Assert.Equal(3, Assert.Single(Answers.LastValues((await intake.QueryAsync("count:dist.api{host:h1}")).Body)).Value);
        Assert.Equal(4, Assert.Single(Answers.LastValues((await intake.QueryAsync("avg:dist.api{a:b}")).Body)).Value);
    }

    [Theory]
    [InlineData("{}", "'series' is missing")]
    [InlineData("""{"series":[{"points":[]}]}""", "'metric' is missing")]
    [InlineData("""{"series":[{"metric":"m"}]}""", "'points' is missing")]
    [InlineData("""{"series":[{"metric":"m","type":"gauge","points":[]}]}""", "'gauge' is no type here")]
    [InlineData("""{"series":[{"metric":"m","points":[{"timestamp":1}]}]}""", "payload.series[0].points[0]: an array is expected")]
    [InlineData("""{"series":[{"metric":"m","points":[[1,2]]}]}""", "points[0][1]: an array is expected")]
    [InlineData("""{"series":[{"metric":"m","points":[[1]]}]}""", "a point is [time, [values]]")]
    [InlineData("""{"series":[{"metric":"m","points":[[1,[1],2]]}]}""", "a point has no third part")]
    [InlineData("""{"series":[{"metric":"m","points":[[1,["a"]]]}]}""", "points[0][1][0]: a finite number is expected")]
    [InlineData("""{"series":[{"metric":"m","unit":"x","points":[]}]}""", "no property 'unit'")]
    public async Task Names_the_place_of_a_mistake(string json, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/distribution_points", json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }
}
