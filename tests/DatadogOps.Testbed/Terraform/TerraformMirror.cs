namespace DatadogOps.Testbed.Terraform;

/// <summary>
/// Terraform's provider for AWS without the network: a folder of providers that is found on this machine, and a CLI configuration that
/// leads there, so that a user's own configuration does not matter.
/// </summary>
public static class TerraformMirror
{
    /// <summary>Variable that names the folder, the one that holds registry.terraform.io, where it is not found by itself.</summary>
    public const string Variable = "DATADOGOPS_TEST_TERRAFORM_MIRROR";

    private const string Registry = "registry.terraform.io";

    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>The variables by which Terraform uses the folder; none where there is no such folder, and it does what it is set up to.</summary>
    /// <param name="folder">Where to write the configuration.</param>
    public static IReadOnlyDictionary<string, string?> Variables(string folder)
    {
        if (Found.Value is not { } mirror)
        {
            return new Dictionary<string, string?>();
        }

        string path = Path.Combine(folder, "terraform.tfrc");
        File.WriteAllText(path, $$"""
            provider_installation {
              filesystem_mirror {
                path = "{{mirror.Replace('\\', '/')}}"
              }
            }

            """);
        return new Dictionary<string, string?> { ["TF_CLI_CONFIG_FILE"] = path };
    }

    private static string? Find() => Candidates().FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, Registry, "hashicorp", "aws")));

    // After the variable, the places where Terraform itself looks (Provider Installation, "Implied Local Mirror Directories"), and those
    // where packages and images put such things.
    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            yield return named;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        yield return Path.Combine(home, ".terraform.d", "plugins");
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "terraform", "plugins");
        foreach (string shared in new[] { "/usr/local/share", "/usr/share", "/opt" })
        {
            yield return Path.Combine(shared, "terraform", "plugins");
            foreach (string folder in Directory.Exists(shared) ? Directory.EnumerateDirectories(shared) : [])
            {
                yield return folder;
            }
        }
    }
}
