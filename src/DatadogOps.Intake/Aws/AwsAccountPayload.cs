using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Aws;

/// <summary>How Datadog gets into an account: by a role or by keys.</summary>
/// <param name="RoleName">Name of the role; null with keys.</param>
/// <param name="ExternalId">External id, if one was given.</param>
/// <param name="AccessKeyId">Id of the key; null with a role. Its secret is not kept.</param>
internal sealed record AwsAuth(string? RoleName, string? ExternalId, string? AccessKeyId);

/// <summary>What a request says of an account.</summary>
internal sealed record AwsAccountRequest(string AwsAccountId, string? Partition, AwsAuth? Auth, JsonObject Settings);

/// <summary>Reads the bodies of <c>/api/v2/integration/aws/accounts</c> (AWSAccountCreateRequest and AWSAccountUpdateRequest in Datadog's OpenAPI document of API v2).</summary>
internal static partial class AwsAccountPayload
{
    private static readonly string[] Flags = ["enabled", "automute_enabled", "collect_custom_metrics", "collect_cloudwatch_alarms"];

    /// <summary>Reads a body; an update may leave all but the account's id out.</summary>
    public static AwsAccountRequest Read(Place body, bool isUpdate)
    {
        Place data = body.AllowOnly("data").Required("data").AllowOnly("type", "id", "attributes");
        data.Required("type").OneOf("account");
        data.Optional("id")?.Text();
        Place attributes = data.Required("attributes").AllowOnly(
            "account_tags", "auth_config", "aws_account_id", "aws_partition", "aws_regions", "created_at", "modified_at", "logs_config", "metrics_config", "resources_config", "traces_config");
        string account = attributes.Required("aws_account_id").Text();
        if (!AccountId().IsMatch(account))
        {
            throw AwsErrors.InvalidValue("aws_account_id", $"invalid account id: {account}");
        }

        Place? partition = isUpdate ? attributes.Optional("aws_partition") : attributes.Required("aws_partition");
        if (partition?.Text() is not (null or "aws" or "aws-cn" or "aws-us-gov"))
        {
            throw AwsErrors.InvalidValue("aws_partition", $"invalid partition: {partition.Value.Text()}");
        }

        Place? auth = isUpdate ? attributes.Optional("auth_config") : attributes.Required("auth_config");
        CheckSettings(attributes);
        var settings = new JsonObject();
        foreach (string name in new[] { "account_tags", "aws_regions", "logs_config", "metrics_config", "resources_config", "traces_config" })
        {
            if (attributes.Optional(name) is { } given)
            {
                settings[name] = JsonNode.Parse(given.Value.GetRawText());
            }
        }

        return new AwsAccountRequest(account, partition?.Text(), auth is { } place ? ReadAuth(place, isUpdate) : null, settings);
    }

    private static AwsAuth ReadAuth(Place auth, bool isUpdate)
    {
        auth.AllowOnly("role_name", "external_id", "access_key_id", "secret_access_key");
        if (auth.Optional("access_key_id") is { } key)
        {
            auth.AllowOnly("access_key_id", "secret_access_key");
            (isUpdate ? auth.Optional("secret_access_key") : auth.Required("secret_access_key"))?.Text(1, 200);
            return new AwsAuth(null, null, key.Text(16, 128));
        }

        auth.AllowOnly("role_name", "external_id");
        return new AwsAuth(auth.Required("role_name").Text(1, 576), auth.Optional("external_id")?.Text(), null);
    }

    private static void CheckSettings(Place attributes)
    {
        attributes.Optional("account_tags")?.Texts();
        if (attributes.Optional("aws_regions") is { } regions)
        {
            regions.AllowOnly("include_all", "include_only");
            regions.Optional("include_all")?.Flag();
            regions.Optional("include_only")?.Texts();
        }

        if (attributes.Optional("logs_config")?.AllowOnly("lambda_forwarder").Optional("lambda_forwarder") is { } forwarder)
        {
            forwarder.AllowOnly("lambdas", "sources", "log_source_config");
            forwarder.Optional("lambdas")?.Texts();
            forwarder.Optional("sources")?.Texts();
            CheckFilters(forwarder.Optional("log_source_config")?.AllowOnly("tag_filters").Optional("tag_filters"), "source", "tags");
        }

        if (attributes.Optional("metrics_config") is { } metrics)
        {
            metrics.AllowOnly([.. Flags, "namespace_filters", "tag_filters", "metric_name_filters"]);
            foreach (string flag in Flags)
            {
                metrics.Optional(flag)?.Flag();
            }

            Place? namespaces = metrics.Optional("namespace_filters")?.AllowOnly("include_only", "exclude_only");
            namespaces?.Optional("include_only")?.Texts();
            namespaces?.Optional("exclude_only")?.Texts();
            CheckFilters(metrics.Optional("tag_filters"), "namespace", "tags");
            CheckFilters(metrics.Optional("metric_name_filters"), "namespace", "include_only", "exclude_only");
        }

        if (attributes.Optional("resources_config") is { } resources)
        {
            resources.AllowOnly("cloud_security_posture_management_collection", "extended_collection");
            resources.Optional("cloud_security_posture_management_collection")?.Flag();
            resources.Optional("extended_collection")?.Flag();
        }

        if (attributes.Optional("traces_config")?.AllowOnly("xray_services").Optional("xray_services") is { } services)
        {
            services.AllowOnly("include_all", "include_only");
            services.Optional("include_all")?.Flag();
            services.Optional("include_only")?.Texts();
        }
    }

    private static void CheckFilters(Place? filters, string name, params string[] lists)
    {
        foreach (Place filter in filters?.Items() ?? [])
        {
            filter.AllowOnly([name, .. lists]).Required(name).Text();
            foreach (string list in lists)
            {
                filter.Optional(list)?.Texts();
            }
        }
    }

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex AccountId();
}
