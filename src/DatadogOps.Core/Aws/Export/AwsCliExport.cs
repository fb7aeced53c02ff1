using System.Globalization;
using System.Text;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Export;

/// <summary>The role as a shell script of AWS CLI commands, for an account that has none yet.</summary>
internal static class AwsCliExport
{
    private const string ExternalIdMark = "EXTERNAL_ID";

    public static string ToText(RoleBlueprint blueprint)
    {
        RoleSpecification role = blueprint.Specification;
        string partition = role.Partition.Name;
        var text = new StringBuilder();
        text.Append("#!/usr/bin/env bash\n");
        text.Append(CultureInfo.InvariantCulture, $"# Makes Datadog's role {role.RoleName}, for the site {role.Site}; permissions of {blueprint.PermissionVersion}.\n");
        text.Append("set -euo pipefail\n\n");
        text.Append(role.ExternalId is { } id ? $"external_id=${{1:-{id}}}\n" : "external_id=${1:?give the external id that Datadog generated}\n");
        text.Append("account_id=$(aws sts get-caller-identity --query Account --output text)\n\n");

        string trust = PolicyJson.Compact(TrustPolicy.For(role, ExternalIdMark)).Replace(ExternalIdMark, "'\"$external_id\"'", StringComparison.Ordinal);
        string tags = string.Join(' ', role.AllTags().Select(tag => Quote($"Key={tag.Key},Value={tag.Value}")));
        Command(
            text,
            "aws iam create-role",
            $"--role-name {Quote(role.RoleName)}",
            $"--path {Quote(role.RolePath)}",
            $"--description {Quote(RoleDescription.Text)}",
            $"--max-session-duration {role.MaxSessionDurationSec.ToString(CultureInfo.InvariantCulture)}",
            role.PermissionsBoundary is { } boundary ? $"--permissions-boundary {Quote(boundary)}" : null,
            $"--tags {tags}",
            $"--assume-role-policy-document '{trust}' > /dev/null");
        if (blueprint.Inline is { } inline)
        {
            Command(text, "aws iam put-role-policy", $"--role-name {Quote(role.RoleName)}", $"--policy-name {inline.Name}", $"--policy-document {Quote(inline.Json)}");
        }

        foreach (NamedPolicy part in blueprint.Managed)
        {
            Command(text, "aws iam create-policy", $"--policy-name {Quote(part.Name)}", $"--path {Quote(blueprint.ManagedPolicyPath)}", $"--tags {tags}", $"--policy-document {Quote(part.Json)} > /dev/null");
            Command(text, "aws iam attach-role-policy", $"--role-name {Quote(role.RoleName)}", $"--policy-arn \"arn:{partition}:iam::$account_id:policy{blueprint.ManagedPolicyPath}{part.Name}\"");
        }

        if (blueprint.SecurityAuditArn is { } audit)
        {
            Command(text, "aws iam attach-role-policy", $"--role-name {Quote(role.RoleName)}", $"--policy-arn {audit}");
        }

        text.Append("echo \"AWS Account ID: $account_id\"\n");
        text.Append(CultureInfo.InvariantCulture, $"echo {Quote($"AWS Role Name: {role.RoleName}")}\n");
        text.Append("echo \"AWS External ID: $external_id\"\n");
        return text.ToString();
    }

    // Names of roles, paths and tags hold no quotes: AWS does not allow them.
    private static string Quote(string text) => $"'{text}'";

    private static void Command(StringBuilder text, string command, params string?[] options) =>
        text.Append(command).Append(" \\\n  ").AppendJoin(" \\\n  ", options.Where(option => option is not null)).Append("\n\n");
}
