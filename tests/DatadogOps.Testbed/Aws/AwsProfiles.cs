namespace DatadogOps.Testbed.Aws;

/// <summary>
/// AWS configuration files of this process alone, so that neither the user's own nor an instance's credentials are ever used. Profiles are
/// added under names of their own; servers come and go without touching another test's.
/// </summary>
public static class AwsProfiles
{
    /// <summary>The secret of every key; tests look for it where it must not be.</summary>
    public const string Secret = "S3cretS3cretS3cretS3cretS3cretS3cretS3cr";

    private static readonly Lock Writing = new();
    private static readonly List<string> Sections = [];
    private static readonly Lazy<string> Folder = new(Prepare);

    /// <summary>Keeps this process from the user's own files, without adding a profile.</summary>
    public static void Isolate() => _ = Folder.Value;

    /// <summary>Adds a profile for a server on this machine.</summary>
    /// <returns>Its name.</returns>
    public static string Add(Uri endpoint, string accessKey, string secret = Secret, string more = "")
    {
        lock (Writing)
        {
            string name = $"test-{Guid.NewGuid():N}";
            Sections.Add($"[profile {name}]\naws_access_key_id = {accessKey}\naws_secret_access_key = {secret}\nregion = us-east-1\nendpoint_url = {endpoint.AbsoluteUri.TrimEnd('/')}\n{more}\n");
            string beside = Path.Combine(Folder.Value, "config.new");
            File.WriteAllText(beside, string.Join('\n', Sections));
            File.Move(beside, Path.Combine(Folder.Value, "config"), overwrite: true);
            return name;
        }
    }

    private static string Prepare()
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-aws-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(folder, "config"));
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "credentials"));
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("DATADOGOPS_AWS_PERMISSIONS", Path.Combine(folder, "permissions.txt"));
        foreach (string name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_IAM", "AWS_ENDPOINT_URL_STS", "DD_SITE" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        return folder;
    }
}
