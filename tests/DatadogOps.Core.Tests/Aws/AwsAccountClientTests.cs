using System.Net;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using DatadogOps.Aws;
using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;
using DatadogOps.Tests.Telemetry;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.Aws;

/// <summary>What is asked of Datadog about accounts, and what is made of its answers, as recorded.</summary>
public class AwsAccountClientTests
{
    private const string Registered = """
        {"data":{"id":"0a1b2c3d-0000-4000-8000-000000000001","type":"account","attributes":{"account_tags":["env:prod"],
        "auth_config":{"role_name":"DatadogIntegrationRole","external_id":"c359eed4feb642c9a38c79b3da552929"},"aws_account_id":"123456789012","aws_partition":"aws",
        "aws_regions":{"include_only":["us-east-1","eu-west-1"]},"created_at":"2026-10-01T10:00:00Z","modified_at":"2026-10-02T10:00:00Z",
        "logs_config":{"lambda_forwarder":{"lambdas":[],"sources":["s3"]}},
        "metrics_config":{"enabled":true,"automute_enabled":true,"collect_custom_metrics":false,"collect_cloudwatch_alarms":false,"namespace_filters":{"exclude_only":["AWS/SQS"]},"new_setting":42},
        "resources_config":{"cloud_security_posture_management_collection":false,"extended_collection":true},"traces_config":{"xray_services":{"include_only":[]}}}}}
        """;

    private const string Conflict = """{"errors":[{"status":"409","title":"Account already exists","detail":"AWS account with provided id already exists"}]}""";

    private static readonly AccountSettings s_role = new() { RoleName = "DatadogIntegrationRole", ExternalId = "c359eed4feb642c9a38c79b3da552929" };

    [Fact]
    public async Task AnAccountIsReadIntoPlainProperties()
    {
        DatadogAwsAccount account = await RunAsync(accounts => accounts.GetAsync("0a1b2c3d-0000-4000-8000-000000000001", default), Ok(Registered));

        Assert.Equal(("123456789012", "aws", DatadogAwsAuthType.Role, "DatadogIntegrationRole"), (account.AccountId, account.Partition, account.AuthType, account.RoleName));
        Assert.Equal(("us-east-1,eu-west-1", "AWS/SQS", false, "s3"), (account.Regions, account.Namespaces, account.IncludesNamespaces, account.LogSources));
        Assert.Equal((true, true, false, true), (account.MetricsEnabled, account.AutomuteEnabled, account.CollectsCustomMetrics, account.CollectsResources));
        Assert.Equal("env:prod", account.Tags.ToString());
        Assert.Equal(new DateTimeOffset(2026, 10, 1, 10, 0, 0, TimeSpan.Zero), account.CreatedAt);
    }

    [Fact]
    public async Task AnUpdateSendsBackWhatItDoesNotKnow()
    {
        await using var server = new HttpTestServer(_ => Ok(Registered));
        using DatadogApiClient api = Open(server);
        var accounts = new AwsAccountClient(api, TimeProvider.System);
        DatadogAwsAccount account = await accounts.GetAsync("0a1b2c3d-0000-4000-8000-000000000001", default);

        await accounts.UpdateAsync(account, new AccountSettings { CollectsAlarms = true, Regions = ["all"] }, default);

        ReceivedRequest update = server.Requests[1];
        Assert.StartsWith("PATCH /api/v2/integration/aws/accounts/0a1b2c3d-0000-4000-8000-000000000001 ", update.Line, StringComparison.Ordinal);
        JsonNode attributes = JsonNode.Parse(update.Body)!["data"]!["attributes"]!;
        Assert.Equal(42, attributes["metrics_config"]!["new_setting"]!.GetValue<int>());
        Assert.True(attributes["metrics_config"]!["collect_cloudwatch_alarms"]!.GetValue<bool>());
        Assert.True(attributes["metrics_config"]!["automute_enabled"]!.GetValue<bool>());
        Assert.Equal("""{"include_all":true}""", attributes["aws_regions"]!.ToJsonString());
        Assert.Null(attributes["created_at"]);
        Assert.Null(attributes["modified_at"]);
    }

    [Fact]
    public async Task AConflictWithTheSameRoleIsTheEndOfAnEarlierRun()
    {
        (DatadogAwsAccount account, bool wasThere) = await RunAsync(
            accounts => accounts.RegisterAsync("123456789012", "aws", s_role, default),
            HttpTestServer.Answer(409, Conflict), Ok("""{"data":[""" + JsonNode.Parse(Registered)!["data"]!.ToJsonString() + "]}"));

        Assert.True(wasThere);
        Assert.Equal("0a1b2c3d-0000-4000-8000-000000000001", account.RegistrationId);
    }

    [Theory]
    [InlineData("DatadogIntegrationRole", "00000000000000000000000000000000")]
    [InlineData("datadogintegrationrole", "c359eed4feb642c9a38c79b3da552929")]
    public async Task AConflictWithAnotherRoleLeavesTheRegistrationAlone(string role, string externalId)
    {
        await using var server = new HttpTestServer(number => number == 0 ? HttpTestServer.Answer(409, Conflict) : Ok("""{"data":[""" + JsonNode.Parse(Registered)!["data"]!.ToJsonString() + "]}"));
        using DatadogApiClient api = Open(server);

        OperationException error = await Assert.ThrowsAsync<OperationException>(() =>
            new AwsAccountClient(api, TimeProvider.System).RegisterAsync("123456789012", "aws", new AccountSettings { RoleName = role, ExternalId = externalId }, default));

        Assert.Equal(AwsAccountErrorIds.AccountRegisteredOtherwise, error.ErrorId);
        Assert.Contains("'DatadogIntegrationRole'", error.Message, StringComparison.Ordinal);
        Assert.Equal(["POST", "GET"], server.Requests.Select(request => request.Line.Split(' ')[0]));
    }

    [Theory]
    [InlineData(400, """{"errors":[{"status":"400","title":"Bad Request","detail":"invalid External ID"}]}""", AwsAccountErrorIds.ExternalIdRefused)]
    [InlineData(400, """{"errors":[{"status":"400","title":"Bad Request","detail":"invalid value","meta":{"aws_partition":"invalid partition: aws-invalid"}}]}""", TelemetryErrorIds.DatadogRefused)]
    [InlineData(404, """{"errors":[{"status":"404","title":"Account not found","detail":"AWS account with provided id is not integrated"}]}""", AwsAccountErrorIds.AccountNotRegistered)]
    [InlineData(200, """{"data":{"id":"x","type":"account"}}""", AwsAccountErrorIds.AccountAnswerUnknown)]
    [InlineData(200, "{}", AwsAccountErrorIds.AccountAnswerUnknown)]
    [InlineData(200, """{"data":{"id":7,"attributes":{"aws_account_id":"123456789012"}}}""", AwsAccountErrorIds.AccountAnswerUnknown)]
    [InlineData(403, """{"errors":["Forbidden"]}""", TelemetryErrorIds.DatadogApiKeyRefused)]
    public async Task AFailureSaysWhatToDo(int status, string answer, string errorId)
    {
        OperationException error = await Assert.ThrowsAsync<OperationException>(() =>
            RunAsync(accounts => accounts.RegisterAsync("123456789012", "aws", s_role, default), HttpTestServer.Answer(status, answer)));

        Assert.Equal(errorId, error.ErrorId);
        Assert.NotEmpty(error.Advice);
    }

    [Fact]
    public async Task ASecretGoesIntoTheRequestAndIntoNoDifference()
    {
        const string Secret = "wJalrXUtnFEMIsecretsecret";
        SecureString secret = new NetworkCredential(null, Secret).SecurePassword;
        var settings = new AccountSettings { AccessKeyId = "AKIAEXAMPLE", SecretAccessKey = secret };
        await using var server = new HttpTestServer(_ => Ok(Registered));
        using DatadogApiClient api = Open(server);
        var accounts = new AwsAccountClient(api, TimeProvider.System);

        (DatadogAwsAccount account, _) = await accounts.RegisterAsync("123456789012", "aws-cn", settings, default);
        IReadOnlyList<string> differences = AwsAccountClient.Differences(account, settings);

        Assert.Contains(Secret, Encoding.UTF8.GetString(server.Requests[0].Body), StringComparison.Ordinal);
        Assert.Contains("auth_config.secret_access_key: ****", differences);
        Assert.DoesNotContain(differences, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnAccountThatIsRegisteredTwiceHasToBeNamedByItsId()
    {
        string one = JsonNode.Parse(Registered)!["data"]!.ToJsonString();

        OperationException error = await Assert.ThrowsAsync<OperationException>(() =>
            RunAsync(accounts => accounts.FindAsync("123456789012", default), Ok($$"""{"data":[{{one}},{{one.Replace("0001", "0002", StringComparison.Ordinal)}}]}""")));

        Assert.Equal(AwsAccountErrorIds.AccountSettingsConflict, error.ErrorId);
        Assert.Contains("0a1b2c3d-0000-4000-8000-000000000002", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExternalIdIsGoodForTwoDays()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;

        DatadogAwsExternalId id = await RunAsync(
            accounts => accounts.NewExternalIdAsync(default),
            Ok("""{"data":{"id":"external_id","type":"external_id","attributes":{"external_id":"c359eed4feb642c9a38c79b3da552929"}}}"""));

        Assert.Equal("c359eed4feb642c9a38c79b3da552929", id.ToString());
        Assert.InRange(id.ExpiresAt, before.AddHours(48), DateTimeOffset.UtcNow.AddHours(48));
    }

    [Theory]
    [InlineData("ap1.datadoghq.com", "aws", "464622532012", AwsAccountErrorIds.RoleOfAnotherSite)]
    [InlineData("datadoghq.com", "aws", "111111111111", AwsAccountErrorIds.RoleOfAnotherSite)]
    [InlineData("datadoghq.com", "aws-us-gov", "065115117704", AwsErrorIds.DelegationUnavailable)]
    [InlineData("us2.ddog-gov.com", "aws-us-gov", "065115117704", AwsAccountErrorIds.RoleOfAnotherSite)]
    [InlineData("ddog-gov.com", "aws-us-gov", "065115117704", null)]
    [InlineData("ap1.datadoghq.com", "aws", "464622532012, 417141415827", null)]
    [InlineData("ap1.datadoghq.com", "aws", "", null)]
    public void ARoleHasToTrustTheAccountOfTheSite(string site, string partition, string trusted, string? errorId)
    {
        using var api = new DatadogApiClient(DatadogSite.FromName(site), null, new DatadogApiOptions());
        var accounts = new AwsAccountClient(api, TimeProvider.System);

        OperationException? error = Record.Exception(() => accounts.CheckTrust("123456789012", partition, "DatadogIntegrationRole", trusted)) as OperationException;

        Assert.Equal(errorId, error?.ErrorId);
    }

    private static string Ok(string body) => HttpTestServer.Answer(200, body);

    private static DatadogApiClient Open(HttpTestServer server) => new(
        DatadogSite.FromUri(server.Uri),
        Key(DatadogKeyKind.Api),
        new DatadogApiOptions(),
        Key(DatadogKeyKind.Application));

    private static DatadogKey Key(DatadogKeyKind kind) => new(kind, new NetworkCredential(null, "0123456789abcdef").SecurePassword);

    private static async Task<T> RunAsync<T>(Func<AwsAccountClient, Task<T>> work, params string[] answers)
    {
        await using var server = new HttpTestServer(number => answers[number]);
        using DatadogApiClient api = Open(server);
        return await work(new AwsAccountClient(api, TimeProvider.System));
    }
}
