using DatadogOps.Common;

namespace DatadogOps.Aws.Permissions;

/// <summary>
/// The list of permissions that is in use: the one that <c>Update-DatadogAwsPermission</c> fetched last, else the one that came with
/// DatadogOps. It lies in the user's data folder, or where DATADOGOPS_AWS_PERMISSIONS says.
/// </summary>
/// <param name="environment">Reads a variable; null when it is not set.</param>
public sealed class PermissionStore(Func<string, string?> environment)
{
    /// <summary>The file of the fetched list, which need not be there.</summary>
    public string Path { get; } = environment("DATADOGOPS_AWS_PERMISSIONS") is { Length: > 0 } named
        ? System.IO.Path.GetFullPath(named)
        : System.IO.Path.Combine(UserFolders.Data(environment), "aws-permissions.txt");

    /// <summary>The list in use. A fetched one that is older than the one that came with this version gives way to it.</summary>
    /// <exception cref="OperationException">The file is no list, or cannot be read.</exception>
    public PermissionCatalog Load()
    {
        try
        {
            if (!File.Exists(Path))
            {
                return PermissionCatalog.Bundled;
            }

            using var reader = new StreamReader(Path);
            PermissionCatalog fetched = PermissionCatalog.Parse(reader, Path);
            return string.CompareOrdinal(fetched.Version, PermissionCatalog.Bundled.Version) >= 0 ? fetched : PermissionCatalog.Bundled;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed("read", failure);
        }
    }

    /// <summary>Keeps a list for use from now on.</summary>
    /// <exception cref="OperationException">It cannot be written.</exception>
    public async Task SaveAsync(PermissionCatalog catalog, CancellationToken cancellationToken)
    {
        try
        {
            UserFolders.Make(System.IO.Path.GetDirectoryName(Path)!);
            await AtomicFile.WriteAsync(Path, catalog.ToText(), isPrivate: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed("written", failure);
        }
    }

    private OperationException Failed(string what, Exception failure) => new(
        AwsErrorIds.PermissionDataInvalid,
        OperationErrorKind.ReadWriteFailed,
        Path,
        $"The list of permissions {Path} cannot be {what}: {failure.Message}",
        "Check the folder and its permissions, or name another file in DATADOGOPS_AWS_PERMISSIONS.",
        failure);
}
