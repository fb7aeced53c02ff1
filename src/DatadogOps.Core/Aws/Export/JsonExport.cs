using System.Text;
using System.Text.Json;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Export;

/// <summary>The role's names and documents, for other tools.</summary>
internal static class JsonExport
{
    public static string ToText(RoleBlueprint blueprint)
    {
        RoleSpecification role = blueprint.Specification;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, PolicyJson.Options(indented: true)))
        {
            json.WriteStartObject();
            json.WriteString("roleName", role.RoleName);
            json.WriteString("path", role.RolePath);
            json.WriteString("partition", role.Partition.Name);
            json.WriteString("site", role.Site.ToString());
            json.WriteString("externalId", role.ExternalId);
            json.WriteString("permissionSet", role.PermissionSet);
            json.WriteString("permissionVersion", blueprint.PermissionVersion);
            json.WriteNumber("maxSessionDurationSec", role.MaxSessionDurationSec);
            json.WriteString("permissionsBoundary", role.PermissionsBoundary);
            json.WriteStartObject("tags");
            foreach ((string key, string value) in role.AllTags())
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WritePropertyName("trustPolicy");
            PolicyJson.WriteTo(json, TrustPolicy.For(role, role.ExternalId ?? "EXTERNAL_ID"));
            json.WriteStartObject("inlinePolicies");
            Write(json, blueprint.Inline is { } inline ? [inline] : []);
            json.WriteEndObject();
            json.WriteString("managedPolicyPath", blueprint.ManagedPolicyPath);
            json.WriteStartObject("managedPolicies");
            Write(json, blueprint.Managed);
            json.WriteEndObject();
            json.WriteStartArray("attachedPolicyArns");
            if (blueprint.SecurityAuditArn is { } audit)
            {
                json.WriteStringValue(audit);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<NamedPolicy> policies)
    {
        foreach (NamedPolicy policy in policies)
        {
            json.WritePropertyName(policy.Name);
            PolicyJson.WriteTo(json, policy.Document);
        }
    }
}
