using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Export;

/// <summary>The role for Terraform with the aws provider, with the three values that one enters at Datadog as outputs.</summary>
internal static class TerraformExport
{
    public static string ToText(RoleBlueprint blueprint)
    {
        RoleSpecification role = blueprint.Specification;
        var hcl = new HclWriter();
        hcl.Comment($"Datadog's role {role.RoleName}, for the site {role.Site}; permissions of {blueprint.PermissionVersion}.");
        hcl.Block("terraform", terraform => terraform
            .Attributes(("required_version", "\">= 1.3\""))
            .Block("required_providers", providers => providers.Attributes(("aws", "{ source = \"hashicorp/aws\", version = \">= 5.0\" }"))));
        hcl.Block("variable \"external_id\"", variable => variable
            .Attributes(
                ("description", "\"External id that Datadog generated for this account.\""),
                ("type", "string"),
                ("default", role.ExternalId is { } id ? HclWriter.Quote(id) : null))
            .Block("validation", validation => validation.Attributes(
                ("condition", "can(regex(\"^[0-9a-f]{32}$\", var.external_id))"),
                ("error_message", "\"Datadog takes only external ids that it generated: 32 hexadecimal digits.\""))));
        hcl.Block("data \"aws_caller_identity\" \"current\"", _ => { });
        hcl.Block("data \"aws_iam_policy_document\" \"datadog_trust\"", document => Statements(document, TrustPolicy.For(role, "${var.external_id}")));
        hcl.Block("resource \"aws_iam_role\" \"datadog\"", resource => resource
            .Attributes(
                ("name", HclWriter.Quote(role.RoleName)),
                ("path", HclWriter.Quote(role.RolePath)),
                ("description", HclWriter.Quote(RoleDescription.Text)),
                ("assume_role_policy", "data.aws_iam_policy_document.datadog_trust.json"),
                ("max_session_duration", role.MaxSessionDurationSec.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("permissions_boundary", role.PermissionsBoundary is { } boundary ? HclWriter.Quote(boundary) : null))
            .Map("tags", role.AllTags()));
        if (blueprint.Inline is { } inline)
        {
            hcl.Block("data \"aws_iam_policy_document\" \"datadog_standard\"", document => Statements(document, inline.Document));
            hcl.Block("resource \"aws_iam_role_policy\" \"datadog_standard\"", resource => resource.Attributes(
                ("name", HclWriter.Quote(inline.Name)),
                ("role", "aws_iam_role.datadog.name"),
                ("policy", "data.aws_iam_policy_document.datadog_standard.json")));
        }

        foreach (NamedPolicy part in blueprint.Managed)
        {
            string label = "datadog_" + part.Name[(part.Name.LastIndexOf('-') + 1)..];
            hcl.Block($"data \"aws_iam_policy_document\" \"{label}\"", document => Statements(document, part.Document));
            hcl.Block($"resource \"aws_iam_policy\" \"{label}\"", resource => resource
                .Attributes(
                    ("name", HclWriter.Quote(part.Name)),
                    ("path", HclWriter.Quote(blueprint.ManagedPolicyPath)),
                    ("policy", $"data.aws_iam_policy_document.{label}.json"))
                .Map("tags", role.AllTags()));
            hcl.Block($"resource \"aws_iam_role_policy_attachment\" \"{label}\"", resource => resource.Attributes(
                ("role", "aws_iam_role.datadog.name"),
                ("policy_arn", $"aws_iam_policy.{label}.arn")));
        }

        if (blueprint.SecurityAuditArn is { } audit)
        {
            hcl.Block("resource \"aws_iam_role_policy_attachment\" \"datadog_security_audit\"", resource => resource.Attributes(
                ("role", "aws_iam_role.datadog.name"),
                ("policy_arn", HclWriter.Quote(audit))));
        }

        Output(hcl, "aws_account_id", "AWS Account ID", "data.aws_caller_identity.current.account_id");
        Output(hcl, "aws_role_name", "AWS Role Name", "aws_iam_role.datadog.name");
        Output(hcl, "aws_external_id", "AWS External ID", "var.external_id");
        return hcl.ToString();
    }

    private static void Output(HclWriter hcl, string name, string description, string value) =>
        hcl.Block($"output \"{name}\"", output => output.Attributes(("description", HclWriter.Quote(description)), ("value", value)));

    private static void Statements(HclWriter hcl, PolicyDocument document)
    {
        foreach (PolicyStatement statement in document.Statements)
        {
            hcl.Block("statement", block =>
            {
                block.Attributes(("sid", statement.Sid is { } sid ? HclWriter.Quote(sid) : null), ("effect", "\"Allow\""));
                block.Texts("actions", statement.Actions);
                if (statement.Resources.Count > 0)
                {
                    block.Texts("resources", statement.Resources);
                }

                foreach (PolicyPrincipal principal in statement.Principals)
                {
                    block.Block("principals", one => one.Attributes(("type", HclWriter.Quote(principal.Kind)), ("identifiers", $"[{HclWriter.Quote(principal.Value)}]")));
                }

                foreach (PolicyCondition condition in statement.Conditions)
                {
                    block.Block("condition", one => one.Attributes(
                        ("test", HclWriter.Quote(condition.Operator)),
                        ("variable", HclWriter.Quote(condition.Key)),
                        ("values", $"[{string.Join(", ", condition.Values.Select(value => value == "${var.external_id}" ? "var.external_id" : HclWriter.Quote(value)))}]")));
                }
            });
        }
    }
}
