using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Aws;

public sealed class AwsTests : IAsyncLifetime
{
    private const string Accounts = "api/v2/integration/aws/accounts";

    private readonly IntakeFixture _intake = new();

    public Task InitializeAsync() => _intake.InitializeAsync();

    public Task DisposeAsync() => _intake.DisposeAsync();

    [Theory]
    [InlineData("", 896)]
    [InlineData("/standard", 110)]
    [InlineData("/resource_collection", 719)]
    public async Task Permissions_need_no_key(string part, int count)
    {
        (HttpStatusCode status, JsonElement body) = await _intake.SendAsync(HttpMethod.Get, "api/v2/integration/aws/iam_permissions" + part, apiKey: null, applicationKey: null);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("permissions", body.GetProperty("data").GetProperty("id").GetString());
        string[] actions = [.. Permissions(body).EnumerateArray().Select(action => action.GetString()!)];
        Assert.Equal(count, actions.Distinct().Count());
        Assert.All(actions, action => Assert.Matches("^[a-z0-9-]+:[A-Za-z0-9*]+$", action));
    }

    [Fact]
    public async Task Resource_collection_comes_in_chunks()
    {
        (_, JsonElement body) = await _intake.SendAsync(HttpMethod.Get, "api/v2/integration/aws/iam_permissions/resource_collection?chunked=true", apiKey: null, applicationKey: null);
        Assert.Equal([188, 185, 173, 173], Permissions(body).EnumerateArray().Select(chunk => chunk.GetArrayLength()));
    }

    [Fact]
    public async Task An_account_lives_and_dies()
    {
        string externalId = await GenerateAsync();
        Assert.Matches("^[0-9a-f]{32}$", externalId);
        (HttpStatusCode status, JsonElement body) = await CreateAsync($$"""{"role_name":"DatadogIntegrationRole","external_id":"{{externalId}}"}""", ""","aws_regions":{"include_only":["us-east-1"]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        string id = body.GetProperty("data").GetProperty("id").GetString()!;
        JsonElement attributes = body.GetProperty("data").GetProperty("attributes");
        Assert.Equal(externalId, attributes.GetProperty("auth_config").GetProperty("external_id").GetString());
        Assert.Equal("""{"include_only":["us-east-1"]}""", attributes.GetProperty("aws_regions").GetRawText());
        Assert.True(attributes.GetProperty("metrics_config").GetProperty("enabled").GetBoolean());

        (status, body) = await PatchAsync(id, """{"aws_account_id":"123456789012","metrics_config":{"enabled":false},"auth_config":{"role_name":"Other"}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        attributes = body.GetProperty("data").GetProperty("attributes");
        Assert.Equal(externalId, attributes.GetProperty("auth_config").GetProperty("external_id").GetString());
        Assert.False(attributes.GetProperty("metrics_config").GetProperty("enabled").GetBoolean());
        Assert.True(attributes.GetProperty("metrics_config").GetProperty("automute_enabled").GetBoolean());

        Assert.Equal(id, Assert.Single((await _intake.GetAsync(Accounts + "?aws_account_id=123456789012")).Body.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await _intake.GetAsync(Accounts + "?aws_account_id=210987654321")).Body.GetProperty("data").EnumerateArray());
        Assert.Equal(HttpStatusCode.NoContent, (await _intake.SendAsync(HttpMethod.Delete, $"{Accounts}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _intake.GetAsync($"{Accounts}/{id}")).Status);
    }

    [Fact]
    public async Task Refusals_are_as_recorded()
    {
        await RefusesAsync(CreateAsync("""{"role_name":"r"}""", partition: "aws-invalid"), 400, """{"errors":[{"status":"400","title":"Bad Request","detail":"invalid value","meta":{"aws_partition":"invalid partition: aws-invalid"}}]}""");
        await RefusesAsync(CreateAsync("""{"role_name":"r","external_id":"c359eed4feb642c9a38c79b3da552929"}"""), 400, """{"errors":[{"status":"400","title":"Bad Request","detail":"invalid External ID"}]}""");
        string id = (await CreateAsync("""{"role_name":"r"}""")).Body.GetProperty("data").GetProperty("id").GetString()!;
        await RefusesAsync(CreateAsync("""{"role_name":"r"}"""), 409, """{"errors":[{"status":"409","title":"Account already exists","detail":"AWS account with provided id already exists"}]}""");
        await RefusesAsync(_intake.GetAsync($"{Accounts}/{Guid.NewGuid()}"), 404, """{"errors":[{"status":"404","title":"Account not found","detail":"AWS account with provided id is not integrated"}]}""");
        await RefusesAsync(_intake.GetAsync($"{Accounts}/not-a-uuid"), 400, """{"errors":[{"status":"400","title":"Invalid Parameter","detail":"invalid parameter \"aws_account_config_id\" in \"path\"; expected type \"uuid\""}]}""");
        await RefusesAsync(
            PatchAsync(id, """{"aws_account_id":"123456789012","auth_config":{"access_key_id":"AKIAIOSFODNN7EXAMPLE","secret_access_key":"wJalrXUtnFEMI"}}"""),
            400,
            """{"errors":[{"title":"Generic Error","detail":"cannot switch between role and key based auth"}]}""");
    }

    [Fact]
    public async Task External_ids_live_48_hours_until_they_are_used()
    {
        string late = await GenerateAsync();
        string used = await GenerateAsync();
        string id = (await CreateAsync($$"""{"role_name":"r","external_id":"{{used}}"}""")).Body.GetProperty("data").GetProperty("id").GetString()!;
        await _intake.Control.AdvanceClockAsync(TimeSpan.FromHours(48) + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(id, $$$"""{"aws_account_id":"123456789012","auth_config":{"role_name":"r","external_id":"{{{used}}}"}}""")).Status);
        await RefusesAsync(PatchAsync(id, $$$"""{"aws_account_id":"123456789012","auth_config":{"role_name":"r","external_id":"{{{late}}}"}}"""), 400, """{"errors":[{"status":"400","title":"Bad Request","detail":"invalid External ID"}]}""");
        await RefusesAsync(CreateAsync($$"""{"role_name":"r","external_id":"{{used}}"}""", account: "210987654321"), 400, """{"errors":[{"status":"400","title":"Bad Request","detail":"invalid External ID"}]}""");
    }

    [Fact]
    public async Task The_secret_of_a_key_is_never_shown()
    {
        const string secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
        (HttpStatusCode status, JsonElement body) = await CreateAsync($$"""{"access_key_id":"AKIAIOSFODNN7EXAMPLE","secret_access_key":"{{secret}}"}""", partition: "aws-us-gov");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"access_key_id":"AKIAIOSFODNN7EXAMPLE"}""", body.GetProperty("data").GetProperty("attributes").GetProperty("auth_config").GetRawText());
        Assert.DoesNotContain(secret, (await _intake.GetAsync("intake/payloads")).Body.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await _intake.GetAsync(Accounts)).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_have_their_media_type()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Accounts);
        using HttpResponseMessage answer = await _intake.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/vnd.api+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static JsonElement Permissions(JsonElement body) => body.GetProperty("data").GetProperty("attributes").GetProperty("permissions");

    private static async Task RefusesAsync(Task<(HttpStatusCode Status, JsonElement Body)> answer, int status, string body) => Assert.Equal((status, body), ((int)(await answer).Status, (await answer).Body.GetRawText()));

    private async Task<string> GenerateAsync() =>
        (await _intake.SendAsync(HttpMethod.Post, "api/v2/integration/aws/generate_new_external_id")).Body.GetProperty("data").GetProperty("attributes").GetProperty("external_id").GetString()!;

    private Task<(HttpStatusCode Status, JsonElement Body)> CreateAsync(string auth, string more = "", string partition = "aws", string account = "123456789012") =>
        _intake.PostAsync(Accounts, $$$"""{"data":{"type":"account","attributes":{"aws_account_id":"{{{account}}}","aws_partition":"{{{partition}}}","auth_config":{{{auth}}}{{{more}}}}} }""");

    private Task<(HttpStatusCode Status, JsonElement Body)> PatchAsync(string id, string attributes) =>
        _intake.PostAsync($"{Accounts}/{id}", $$$"""{"data":{"type":"account","attributes":{{{attributes}}}} }""", HttpMethod.Patch);
}
