using System.Text.Json.Nodes;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;
using DatadogOps.Terraform;

namespace DatadogOps.Aws.Export;

/// <summary>The role for Terraform's aws provider. Its outputs are the three values that the setup at Datadog asks for.</summary>
internal static class TerraformExport
{
    private const string RoleName = "aws_iam_role.datadog.name";

    public static string ToText(RoleBlueprint blueprint)
    {
        RoleSpecification role = blueprint.Specification;
        var hcl = new HclWriter();
        hcl.Comment($"Datadog's role {role.RoleName}, for the site {role.Site}; permissions of {blueprint.PermissionVersion}.");
        hcl.Block("terraform", terraform => terraform
            .Attribute("required_version", ">= 1.3")
            .Block("required_providers", providers => providers.Expression("aws", "{ source = \"hashicorp/aws\", version = \">= 5.0\" }")));
        hcl.Block("variable \"external_id\"", variable => variable
            .Attribute("description", "External id that Datadog generated for this account.")
            .Expression("type", "string")
            .Attribute("default", role.ExternalId)
            .Block("validation", validation => validation
                .Expression("condition", "can(regex(\"^[0-9a-f]{32}$\", var.external_id))")
                .Attribute("error_message", "Datadog accepts only external ids that it generated: 32 hexadecimal digits.")));
        hcl.Block("data \"aws_caller_identity\" \"current\"", _ => { });
        hcl.Block("data \"aws_iam_policy_document\" \"datadog_trust\"", document => Statements(document, TrustPolicy.For(role, "${var.external_id}")));
        hcl.Block("resource \"aws_iam_role\" \"datadog\"", resource => resource
            .Attribute("name", role.RoleName)
            .Attribute("path", role.RolePath)
            .Attribute("description", RoleDescription.Text)
            .Expression("assume_role_policy", "data.aws_iam_policy_document.datadog_trust.json")
            .Attribute("max_session_duration", role.MaxSessionDurationSec)
            .Attribute("permissions_boundary", role.PermissionsBoundary)
            .Map("tags", role.AllTags()));
        if (blueprint.Inline is { } inline)
        {
            hcl.Block("data \"aws_iam_policy_document\" \"datadog_standard\"", document => Statements(document, inline.Document));
            hcl.Block("resource \"aws_iam_role_policy\" \"datadog_standard\"", resource => resource
                .Attribute("name", inline.Name)
                .Expression("role", RoleName)
                .Expression("policy", "data.aws_iam_policy_document.datadog_standard.json"));
        }

        foreach (NamedPolicy part in blueprint.Managed)
        {
            string label = "datadog_" + part.Name[(part.Name.LastIndexOf('-') + 1)..];
            hcl.Block($"data \"aws_iam_policy_document\" \"{label}\"", document => Statements(document, part.Document));
            hcl.Block($"resource \"aws_iam_policy\" \"{label}\"", resource => resource
                .Attribute("name", part.Name)
                .Attribute("path", blueprint.ManagedPolicyPath)
                .Expression("policy", $"data.aws_iam_policy_document.{label}.json")
                .Map("tags", role.AllTags()));
            hcl.Block($"resource \"aws_iam_role_policy_attachment\" \"{label}\"", resource => resource
                .Expression("role", RoleName)
                .Expression("policy_arn", $"aws_iam_policy.{label}.arn"));
        }

        if (blueprint.SecurityAuditArn is { } audit)
        {
            hcl.Block("resource \"aws_iam_role_policy_attachment\" \"datadog_security_audit\"", resource => resource
                .Expression("role", RoleName)
                .Attribute("policy_arn", audit));
        }

        Output(hcl, "aws_account_id", "AWS Account ID", "data.aws_caller_identity.current.account_id");
        Output(hcl, "aws_role_name", "AWS Role Name", RoleName);
        Output(hcl, "aws_external_id", "AWS External ID", "var.external_id");
        return hcl.ToString();
    }

    private static void Output(HclWriter hcl, string name, string description, string value) =>
        hcl.Block($"output \"{name}\"", output => output.Attribute("description", description).Expression("value", value));

    private static void Statements(HclWriter hcl, PolicyDocument document)
    {
        foreach (PolicyStatement statement in document.Statements)
        {
            hcl.Block("statement", block =>
            {
                block.Attribute("sid", statement.Sid).Attribute("effect", "Allow").List("actions", statement.Actions);
                if (statement.Resources.Count > 0)
                {
                    block.List("resources", statement.Resources);
                }

                foreach (PolicyPrincipal principal in statement.Principals)
                {
                    block.Block("principals", one => one.Attribute("type", principal.Kind).Attribute("identifiers", new JsonArray(principal.Value)));
                }

                foreach (PolicyCondition condition in statement.Conditions)
                {
                    block.Block("condition", one => one
                        .Attribute("test", condition.Operator)
                        .Attribute("variable", condition.Key)
                        .Expression("values", $"[{string.Join(", ", condition.Values.Select(value => value == "${var.external_id}" ? "var.external_id" : HclText.Quote(value)))}]"));
                }
            });
        }
    }
}
