using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Export;

/// <summary>Exports a role for another tool. The same specification always gives the same text.</summary>
public static class RoleExport
{
    /// <summary>The text of a role; ends in a line feed.</summary>
    /// <param name="specification">The role. Without an external id, the text has a parameter for it.</param>
    /// <param name="format">One of <see cref="DatadogAwsExportFormat"/>.</param>
    /// <exception cref="OperationException">The specification is invalid, or exceeds AWS's limits.</exception>
    public static string ToText(RoleSpecification specification, string format)
    {
        RoleBlueprint blueprint = RoleBlueprint.Create(specification);
        return format switch
        {
            DatadogAwsExportFormat.Terraform => TerraformExport.ToText(blueprint),
            DatadogAwsExportFormat.CloudFormation => CloudFormationExport.ToYaml(blueprint),
            DatadogAwsExportFormat.CloudFormationJson => CloudFormationExport.ToJson(blueprint),
            DatadogAwsExportFormat.AwsCli => AwsCliExport.ToText(blueprint),
            _ => JsonExport.ToText(blueprint),
        };
    }

    /// <summary>Writes a file atomically, readable only by its owner. An existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its content.</param>
    /// <param name="cancellationToken">Cancels; the file is unchanged.</param>
    /// <exception cref="OperationException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await AtomicFile.WriteAsync(path, text, isPrivate: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OperationException(
                AwsErrorIds.ExportFailed,
                OperationErrorKind.ReadWriteFailed,
                path,
                $"{path} cannot be written: {failure.Message}",
                "Check that the folder exists and is writable.",
                failure);
        }
    }
}
