using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Dashboards;

public sealed class DashboardTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    private const string Timeseries = """{"definition":{"type":"timeseries","title":"By state","requests":[{"queries":[{"data_source":"metrics","name":"query1","query":"sum:postgresql.connection_state{*} by {state}"}],"response_format":"timeseries","formulas":[{"formula":"query1"}],"display_type":"area"}]}}""";

    [Fact]
    public async Task A_dashboard_lives_and_dies()
    {
        (HttpStatusCode status, JsonElement made) = await intake.PostAsync(
            "api/v1/dashboard",
            Dashboard(Timeseries, ""","template_variables":[{"name":"host","prefix":"host","available_values":["a"],"defaults":["*"]}]"""));
        Assert.Equal(HttpStatusCode.OK, status);
        string id = made.GetProperty("id").GetString()!;
        Assert.Matches("^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}$", id);
        Assert.Equal($"/dashboard/{id}/my-board", made.GetProperty("url").GetString());
        Assert.Equal(1, made.GetProperty("widgets")[0].GetProperty("id").GetInt64());
        Assert.Equal(made.GetRawText(), (await intake.GetAsync("api/v1/dashboard/" + id)).Body.GetRawText());
        JsonElement summary = Assert.Single((await intake.GetAsync("api/v1/dashboard")).Body.GetProperty("dashboards").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        Assert.Equal("My board", summary.GetProperty("title").GetString());
        Assert.False(summary.TryGetProperty("widgets", out _));

        (status, JsonElement replaced) = await intake.PostAsync("api/v1/dashboard/" + id, made.GetRawText().Replace("My board", "Other", StringComparison.Ordinal), HttpMethod.Put);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Other", replaced.GetProperty("title").GetString());
        Assert.Equal(made.GetProperty("created_at").GetString(), replaced.GetProperty("created_at").GetString());

        Assert.Equal($$"""{"deleted_dashboard_id":"{{id}}"}""", (await intake.SendAsync(HttpMethod.Delete, "api/v1/dashboard/" + id)).Body.GetRawText());
        (status, JsonElement gone) = await intake.GetAsync("api/v1/dashboard/" + id);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal($"Dashboard with ID {id} not found", Answers.Error(gone));
    }

    [Theory]
    [InlineData("""{"layout_type":"ordered","widgets":[]}""", "'title' is missing")]
    [InlineData("""{"title":"t","layout_type":"tiled","widgets":[]}""", "'tiled' is none of")]
    [InlineData("""{"title":"t","layout_type":"ordered"}""", "'widgets' is missing")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[{}]}""", "'definition' is missing")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[{"definition":{"type":"cake"}}]}""", "'cake' is no type of widget")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[{"definition":{"type":"timeseries","requests":[]}}]}""", "at least one request")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[{"definition":{"type":"timeseries","requests":[{"q":"avg:m"}]}}]}""", "has no scope")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[{"definition":{"type":"timeseries","requests":[{"queries":[]}]}}]}""", "'response_format' is missing")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[],"tags":["tm:x"]}""", "Invalid tag format. Valid tag keys are: team.")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[],"template_variables":[{"name":"a","default":"x","defaults":["x"]}]}""", "'template_variables' is invalid")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[],"template_variables":[{"name":"a","defaults":[""]}]}""", "Minimum length of parameter 'defaults' should be 1")]
    [InlineData("""{"title":"t","layout_type":"ordered","widgets":[],"widget":[]}""", "no property 'widget'")]
    public async Task Refuses_by_name(string json, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/dashboard", json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_name_their_queries()
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/dashboard", Dashboard(Timeseries.Replace("\"formula\":\"query1\"", "\"formula\":\"other\"", StringComparison.Ordinal), string.Empty));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("names none of the queries query1", Answers.Error(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_hold_widgets() => Assert.Equal(
        HttpStatusCode.OK,
        (await intake.PostAsync("api/v1/dashboard", Dashboard($$$"""{"definition":{"type":"group","layout_type":"ordered","widgets":[{{{Timeseries}}}]}}""", string.Empty))).Status);

    private static string Dashboard(string widget, string more) => $$$"""{"title":"My board","layout_type":"ordered","widgets":[{{{widget}}}]{{{more}}}}""";
}
