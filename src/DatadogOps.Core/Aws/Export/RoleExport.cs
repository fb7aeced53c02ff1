using DatadogOps.Aws.Policies;

namespace DatadogOps.Aws.Export;

/// <summary>Writes a role in the language of another tool. The same specification gives the same text, byte for byte.</summary>
public static class RoleExport
{
    /// <summary>The text of a role; ends in a line feed.</summary>
    /// <param name="specification">The role. Without an external id the text asks for one.</param>
    /// <param name="format">The form.</param>
    /// <param name="catalog">The list of permissions; null for the one that came with DatadogOps.</param>
    /// <exception cref="OperationException">The specification cannot be used, or is more than AWS allows.</exception>
    public static string ToText(RoleSpecification specification, DatadogAwsExportFormat format, PermissionCatalog? catalog = null)
    {
        RoleBlueprint blueprint = RoleBlueprint.Create(specification, catalog);
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
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var writer = new StreamWriter(beside, options))
            {
                await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            File.Move(beside, path, overwrite: true);
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
        finally
        {
            if (File.Exists(beside))
            {
                File.Delete(beside);
            }
        }
    }
}
