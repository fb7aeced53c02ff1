using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Export;

/// <summary>Writes a role in the language of another tool. The same specification gives the same text, byte for byte.</summary>
public static class RoleExport
{
    /// <summary>The text of a role; ends in a line feed.</summary>
    /// <param name="specification">The role. Without an external id the text asks for one.</param>
    /// <param name="format">One of <see cref="DatadogAwsExportFormat"/>.</param>
    /// <exception cref="OperationException">The specification cannot be used, or is more than AWS allows.</exception>
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

    /// <summary>Writes a text beside a file, for its owner alone, and puts it in the file's place. A file that is there is replaced as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its content.</param>
    /// <param name="cancellationToken">Leaves the file as it was.</param>
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
                "Check that the folder is there and that you may write to it.",
                failure);
        }
    }
}
