using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Aws.Accounts;

/// <summary>The attributes of an account as the API has them (recorded traffic of DataDog/terraform-provider-datadog), and settings put into them.</summary>
internal static class AccountAttributes
{
    private const string AllRegions = "all";

    /// <summary>What a new registration says, before any setting: the defaults of Datadog's own page.</summary>
    public static JsonObject New(string accountId, string partition) => new()
    {
        ["aws_account_id"] = accountId,
        ["aws_partition"] = partition,
        ["auth_config"] = new JsonObject(),
        ["aws_regions"] = new JsonObject { ["include_all"] = true },
    };

    /// <summary>Puts settings into attributes.</summary>
    public static void Apply(JsonObject attributes, AccountSettings settings)
    {
        JsonObject auth = Child(attributes, "auth_config");
        Set(auth, "role_name", settings.RoleName);
        Set(auth, "external_id", settings.ExternalId);
        Set(auth, "access_key_id", settings.AccessKeyId);
        Set(auth, "secret_access_key", settings.SecretAccessKey is { } secret ? new NetworkCredential(null, secret).Password : null);
        if (settings.Regions is { } regions)
        {
            attributes["aws_regions"] = regions is [AllRegions] ? new JsonObject { ["include_all"] = true } : new JsonObject { ["include_only"] = List(regions) };
        }

        if (settings.Tags is { } tags)
        {
            attributes["account_tags"] = List(tags);
        }

        SetIn(attributes, "metrics_config", "enabled", settings.MetricsEnabled);
        SetIn(attributes, "metrics_config", "automute_enabled", settings.AutomuteEnabled);
        SetIn(attributes, "metrics_config", "collect_custom_metrics", settings.CollectsCustomMetrics);
        SetIn(attributes, "metrics_config", "collect_cloudwatch_alarms", settings.CollectsAlarms);
        SetIn(attributes, "resources_config", "extended_collection", settings.CollectsResources);
        SetIn(attributes, "resources_config", "cloud_security_posture_management_collection", settings.CollectsSecurityPosture);
        if ((settings.IncludedNamespaces ?? settings.ExcludedNamespaces) is { } namespaces)
        {
            Child(attributes, "metrics_config")["namespace_filters"] =
                new JsonObject { [settings.IncludedNamespaces is null ? "exclude_only" : "include_only"] = List(namespaces) };
        }

        if (settings.LogForwarders is { } forwarders)
        {
            Child(Child(attributes, "logs_config"), "lambda_forwarder")["lambdas"] = List(forwarders);
        }

        if (settings.LogSources is { } sources)
        {
            Child(Child(attributes, "logs_config"), "lambda_forwarder")["sources"] = List(sources);
        }
    }

    /// <summary>A request's body.</summary>
    public static byte[] ToBody(JsonObject attributes, string? id)
    {
        var data = new JsonObject { ["type"] = "account", ["attributes"] = attributes.DeepClone() };
        if (id is not null)
        {
            data["id"] = id;
        }

        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            new JsonObject { ["data"] = data }.WriteTo(writer);
        }

        return body.ToArray();
    }

    /// <summary>What an update sends: all that Datadog holds, but what it sets itself.</summary>
    public static JsonObject Editable(DatadogAwsAccount account)
    {
        var attributes = (JsonObject)account.Attributes.DeepClone();
        attributes.Remove("created_at");
        attributes.Remove("modified_at");
        return attributes;
    }

    /// <summary>Reads <c>data</c> of an answer.</summary>
    /// <exception cref="JsonException">Something is missing.</exception>
    /// <exception cref="InvalidOperationException">Something is not of the known type.</exception>
    public static DatadogAwsAccount Read(JsonNode? data)
    {
        JsonObject attributes = Need(data, "attributes").AsObject();
        JsonNode? auth = attributes["auth_config"];
        JsonNode? metrics = attributes["metrics_config"];
        JsonNode? resources = attributes["resources_config"];
        JsonNode? forwarder = attributes["logs_config"]?["lambda_forwarder"];
        JsonNode? included = metrics?["namespace_filters"]?["include_only"];
        JsonNode? regions = attributes["aws_regions"]?["include_only"];
        string? key = auth?["access_key_id"]?.GetValue<string>();
        return new DatadogAwsAccount
        {
            RegistrationId = Need(data, "id").GetValue<string>(),
            AccountId = Need(attributes, "aws_account_id").GetValue<string>(),
            Partition = attributes["aws_partition"]?.GetValue<string>() ?? "aws",
            AuthType = key is null ? DatadogAwsAuthType.Role : DatadogAwsAuthType.AccessKeys,
            RoleName = auth?["role_name"]?.GetValue<string>(),
            ExternalId = auth?["external_id"]?.GetValue<string>(),
            AccessKeyId = key,
            Regions = regions is null ? AllRegions : Join(regions),
            MetricsEnabled = Is(metrics, "enabled"),
            Namespaces = Join(included ?? metrics?["namespace_filters"]?["exclude_only"]),
            IncludesNamespaces = included is not null,
            AutomuteEnabled = Is(metrics, "automute_enabled"),
            CollectsCustomMetrics = Is(metrics, "collect_custom_metrics"),
            CollectsAlarms = Is(metrics, "collect_cloudwatch_alarms"),
            CollectsResources = Is(resources, "extended_collection"),
            CollectsSecurityPosture = Is(resources, "cloud_security_posture_management_collection"),
            LogForwarders = Join(forwarder?["lambdas"]),
            LogSources = Join(forwarder?["sources"]),
            Tags = attributes["account_tags"] is JsonArray tags ? new TagSet([.. tags.Select(tag => tag!.GetValue<string>())]) : TagSet.Empty,
            CreatedAt = attributes["created_at"]?.GetValue<DateTimeOffset>(),
            ModifiedAt = attributes["modified_at"]?.GetValue<DateTimeOffset>(),
            Attributes = attributes,
        };
    }

    /// <summary>A part that must be there.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public static JsonNode Need(JsonNode? parent, string name) => parent?[name] ?? throw new JsonException($"it has no '{name}'");

    private static bool Is(JsonNode? parent, string name) => parent?[name]?.GetValue<bool>() == true;

    private static string Join(JsonNode? list) => list is JsonArray items ? string.Join(',', items.Select(item => item!.GetValue<string>())) : "";

    private static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode)JsonValue.Create(item))]);

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static void Set(JsonObject parent, string name, string? value)
    {
        if (value is not null)
        {
            parent[name] = value;
        }
    }

    private static void SetIn(JsonObject attributes, string section, string name, bool? value)
    {
        if (value is not null)
        {
            Child(attributes, section)[name] = value;
        }
    }
}
