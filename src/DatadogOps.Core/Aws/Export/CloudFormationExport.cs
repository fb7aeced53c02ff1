using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DatadogOps.Aws.Export;

/// <summary>The role as a CloudFormation template, with the three values that one enters at Datadog as outputs.</summary>
internal static class CloudFormationExport
{
    // Written in the place of the external id, which is a parameter of the template.
    private const string ExternalIdMark = "\u0001";

    // A template that is given with the request itself, not by way of S3 (CloudFormation quotas).
    private const int MaxBody = 51_200;

    /// <summary>The template in JSON; without indentation where it would otherwise be too long to be given with a request.</summary>
    public static string ToJson(RoleBlueprint blueprint)
    {
        JsonObject template = Template(blueprint);
        string indented = Write(template, indented: true);
        return Encoding.UTF8.GetByteCount(indented) <= MaxBody ? indented : Write(template, indented: false);
    }

    public static string ToYaml(RoleBlueprint blueprint)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, false, 1024, true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        Emit(emitter, Template(blueprint));
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static string Write(JsonObject template, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, PolicyJson.Options(indented)))
        {
            template.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private static JsonObject Template(RoleBlueprint blueprint)
    {
        RoleSpecification role = blueprint.Specification;
        return new JsonObject
        {
            ["AWSTemplateFormatVersion"] = "2010-09-09",
            ["Description"] = $"Datadog's role {role.RoleName}, for the site {role.Site}; permissions of {blueprint.PermissionVersion}.",
            ["Parameters"] = new JsonObject { ["ExternalId"] = ExternalIdParameter(role.ExternalId) },
            ["Resources"] = Resources(blueprint),
            ["Outputs"] = new JsonObject
            {
                ["AWSAccountID"] = Output("AWS Account ID", Ref("AWS::AccountId")),
                ["AWSRoleName"] = Output("AWS Role Name", Ref("DatadogRole")),
                ["AWSExternalID"] = Output("AWS External ID", Ref("ExternalId")),
            },
        };
    }

    private static JsonObject ExternalIdParameter(string? externalId)
    {
        var parameter = new JsonObject
        {
            ["Type"] = "String",
            ["Description"] = "External id that Datadog generated for this account.",
            ["AllowedPattern"] = "^[0-9a-f]{32}$",
            ["ConstraintDescription"] = "Datadog accepts only external ids that it generated: 32 hexadecimal digits.",
        };
        if (externalId is not null)
        {
            parameter["Default"] = externalId;
        }

        return parameter;
    }

    private static JsonObject Resources(RoleBlueprint blueprint)
    {
        RoleSpecification role = blueprint.Specification;
        var properties = new JsonObject
        {
            ["RoleName"] = role.RoleName,
            ["Path"] = role.RolePath,
            ["Description"] = RoleDescription.Text,
            ["MaxSessionDuration"] = role.MaxSessionDurationSec,
            ["AssumeRolePolicyDocument"] = Document(TrustPolicy.For(role, ExternalIdMark)),
            ["Tags"] = Tags(role),
        };
        if (role.PermissionsBoundary is { } boundary)
        {
            properties["PermissionsBoundary"] = boundary;
        }

        if (blueprint.SecurityAuditArn is { } audit)
        {
            properties["ManagedPolicyArns"] = new JsonArray(audit);
        }

        if (blueprint.Inline is { } inline)
        {
            properties["Policies"] = new JsonArray(new JsonObject { ["PolicyName"] = inline.Name, ["PolicyDocument"] = Document(inline.Document) });
        }

        var resources = new JsonObject { ["DatadogRole"] = new JsonObject { ["Type"] = "AWS::IAM::Role", ["Properties"] = properties } };
        foreach (NamedPolicy part in blueprint.Managed)
        {
            resources["DatadogPolicy" + part.Name[(part.Name.LastIndexOf('-') + 1)..]] = new JsonObject
            {
                ["Type"] = "AWS::IAM::ManagedPolicy",
                ["Properties"] = new JsonObject
                {
                    ["ManagedPolicyName"] = part.Name,
                    ["Path"] = blueprint.ManagedPolicyPath,
                    ["Roles"] = new JsonArray(Ref("DatadogRole")),
                    ["PolicyDocument"] = Document(part.Document),
                },
            };
        }

        return resources;
    }

    private static JsonArray Tags(RoleSpecification role) =>
        [.. role.AllTags().Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];

    private static JsonObject Output(string description, JsonNode value) => new() { ["Description"] = description, ["Value"] = value };

    private static JsonObject Ref(string name) => new() { ["Ref"] = name };

    private static JsonNode Document(PolicyDocument document)
    {
        JsonNode node = JsonNode.Parse(PolicyJson.Compact(document))!;
        foreach (JsonNode? statement in node["Statement"]!.AsArray())
        {
            if (statement!["Condition"]?["StringEquals"] is JsonObject condition && (string?)condition[TrustPolicy.ExternalIdKey] == ExternalIdMark)
            {
                condition[TrustPolicy.ExternalIdKey] = Ref("ExternalId");
            }
        }

        return node;
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart());
                foreach ((string key, JsonNode? value) in map)
                {
                    emitter.Emit(new Scalar(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Block));
                foreach (JsonNode? value in list)
                {
                    Emit(emitter, value);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                // Quoted wherever plain text could be read as something else: 2012-10-17 would be a date, * an alias.
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, (string)text!, ScalarStyle.DoubleQuoted, false, true));
                break;
            default:
                emitter.Emit(new Scalar(node!.ToJsonString()));
                break;
        }
    }
}
