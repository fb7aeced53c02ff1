using System.Globalization;
using System.Text.Json.Nodes;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Aws;

/// <summary><c>/api/v2/integration/aws</c>: external ids and accounts, with the answers and refusals of recorded traffic.</summary>
internal sealed class AwsAccounts(DocumentStore documents, TimeProvider clock)
{
    private const string Kind = "aws_account";
    private const string Path = "/api/v2/integration/aws";

    // What an account has that says nothing of it; as in recorded answers.
    private const string Defaults = """
        {"account_tags":[],"aws_regions":{"include_all":true},
         "logs_config":{"lambda_forwarder":{"lambdas":[],"sources":[],"log_source_config":{"tag_filters":[]}}},
         "metrics_config":{"enabled":true,"automute_enabled":true,"collect_custom_metrics":false,"collect_cloudwatch_alarms":false,
           "namespace_filters":{"exclude_only":["AWS/SQS","AWS/ElasticMapReduce","AWS/Usage"]},"tag_filters":[]},
         "resources_config":{"cloud_security_posture_management_collection":false,"extended_collection":true},
         "traces_config":{"xray_services":{"include_only":[]}}}
        """;

    private readonly ExternalIds _externalIds = new(documents, clock);

    /// <summary>Adds the routes.</summary>
    public void Map(ApiRoutes routes)
    {
        var read = new ApiContract(Keys.ApiAndApplication, Errors: ErrorForm.JsonApi);
        var write = new ApiContract(Keys.ApiAndApplication, BodyLimits.Metrics, ErrorForm.JsonApi);
        routes.Map("POST", Path + "/generate_new_external_id", read, _ => GenerateAsync());
        routes.Map("POST", Path + "/accounts", write, CreateAsync);
        routes.Map("GET", Path + "/accounts", read, request => Task.FromResult(List(request)));
        routes.Map("GET", Path + "/accounts/{id}", read, request => Task.FromResult(Answer(Find(request))));
        routes.Map("PATCH", Path + "/accounts/{id}", write, UpdateAsync);
        routes.Map("DELETE", Path + "/accounts/{id}", read, DeleteAsync);
    }

    private async Task<ApiReply> GenerateAsync()
    {
        string id = await documents.ChangeAsync(_externalIds.Generate);
        return Answer(new JsonObject { ["id"] = id, ["type"] = "external_id", ["attributes"] = new JsonObject { ["external_id"] = id } });
    }

    private async Task<ApiReply> CreateAsync(ApiRequest request)
    {
        AwsAccountRequest sent = Place.Read(request.Body.Content, body => AwsAccountPayload.Read(body, isUpdate: false));
        JsonObject account = await documents.ChangeAsync(changes =>
        {
            if (documents.All(Kind).Any(other => Text(other, "aws_account_id") == sent.AwsAccountId && Text(other, "aws_partition") == sent.Partition))
            {
                throw AwsErrors.AlreadyExists();
            }

            string now = Now();
            var attributes = new JsonObject
            {
                ["aws_account_id"] = sent.AwsAccountId,
                ["aws_partition"] = sent.Partition,
                ["auth_config"] = MakeAuth(sent.Auth!, null, sent.AwsAccountId, changes),
                ["created_at"] = now,
                ["modified_at"] = now,
            };
            Merge(attributes, JsonNode.Parse(Defaults)!.AsObject());
            Merge(attributes, sent.Settings);
            string id = Guid.NewGuid().ToString();
            var made = new JsonObject { ["id"] = id, ["type"] = "account", ["attributes"] = attributes };
            changes.Add(new DocumentChange(Kind, id, made.ToBytes()));
            return made;
        });
        return Answer(account);
    }

    private async Task<ApiReply> UpdateAsync(ApiRequest request)
    {
        AwsAccountRequest sent = Place.Read(request.Body.Content, body => AwsAccountPayload.Read(body, isUpdate: true));
        JsonObject account = await documents.ChangeAsync(changes =>
        {
            JsonObject found = Find(request);
            JsonObject attributes = found["attributes"]!.AsObject();
            if (sent.AwsAccountId != Text(found, "aws_account_id"))
            {
                throw AwsErrors.InvalidValue("aws_account_id", "the account id of an account cannot be changed");
            }

            if (sent.Auth is not null)
            {
                attributes["auth_config"] = MakeAuth(sent.Auth, attributes["auth_config"]!.AsObject(), sent.AwsAccountId, changes);
            }

            attributes["aws_partition"] = sent.Partition ?? Text(found, "aws_partition");
            Merge(attributes, sent.Settings);
            attributes["modified_at"] = Now();
            changes.Add(new DocumentChange(Kind, request.Route("id").ToLowerInvariant(), found.ToBytes()));
            return found;
        });
        return Answer(account);
    }

    private async Task<ApiReply> DeleteAsync(ApiRequest request)
    {
        await documents.ChangeAsync(changes =>
        {
            Find(request);
            changes.Add(new DocumentChange(Kind, request.Route("id").ToLowerInvariant(), null));
            return true;
        });
        return ApiReply.Empty(StatusCodes.Status204NoContent);
    }

    private ApiReply List(ApiRequest request)
    {
        request.AllowParameters("aws_account_id");
        string? account = request.Query("aws_account_id");
        JsonObject[] found = [.. documents.All(Kind).Where(one => account is null || Text(one, "aws_account_id") == account)];
        return Answer(new JsonArray([.. found.OrderBy(one => Text(one, "created_at"), StringComparer.Ordinal)]));
    }

    private JsonObject Find(ApiRequest request)
    {
        string id = request.Route("id");
        return Guid.TryParseExact(id, "D", out _) ? documents.Find(Kind, id.ToLowerInvariant()) ?? throw AwsErrors.NotFound() : throw AwsErrors.NoUuid();
    }

    private JsonObject MakeAuth(AwsAuth sent, JsonObject? before, string awsAccountId, List<DocumentChange> changes)
    {
        if (before is not null && before.ContainsKey("role_name") != (sent.RoleName is not null))
        {
            throw AwsErrors.OtherAuth();
        }

        if (sent.RoleName is null)
        {
            return new JsonObject { ["access_key_id"] = sent.AccessKeyId };
        }

        string? externalId = sent.ExternalId ?? before?["external_id"]?.GetValue<string>();
        if (externalId is null)
        {
            externalId = _externalIds.GenerateFor(awsAccountId, changes);
        }
        else
        {
            _externalIds.Use(externalId, awsAccountId, changes);
        }

        return new JsonObject { ["role_name"] = sent.RoleName, ["external_id"] = externalId };
    }

    // Sections are merged property by property; lists and either-or filters are replaced.
    private static void Merge(JsonObject target, JsonObject changes)
    {
        foreach ((string name, JsonNode? value) in changes)
        {
            if (value is JsonObject section && target[name] is JsonObject known && name is not ("namespace_filters" or "aws_regions" or "xray_services"))
            {
                Merge(known, section);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private string Now() => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static string Text(JsonObject account, string attribute) => account["attributes"]![attribute]!.GetValue<string>();

    private static ApiReply Answer(JsonNode data) => ApiReply.Json(StatusCodes.Status200OK, new JsonObject { ["data"] = data });
}
