using DatadogOps.Testbed;
using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Processes;
using DatadogOps.Testbed.Terraform;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Aws;

/// <summary>A test that needs Terraform with its provider for AWS, and moto's server; skipped, by name, where one of them cannot be had.</summary>
public sealed class TerraformApplyFactAttribute : FactAttribute
{
    private const int InitSeconds = 60;

    private static readonly Lazy<string?> Missing = new(Look);

    public TerraformApplyFactAttribute() => Skip = Missing.Value;

    private static string? Look()
    {
        if (TerraformFactAttribute.Program is null)
        {
            return "terraform is not on this machine.";
        }

        if (MotoServer.Find(out string reason) is null)
        {
            return reason;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("datadogops-terraform-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "main.tf"), "terraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\" }\n  }\n}\n");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(InitSeconds));
            var options = new ChildProcessOptions { Environment = TerraformMirror.Variables(folder.FullName) };
            ChildProcess.RunAsync(TerraformFactAttribute.Program, [$"-chdir={folder.FullName}", "init", "-input=false", "-no-color"], options, patience.Token).GetAwaiter().GetResult();
            return null;
        }
        catch (Exception failure) when (failure is TestbedException or OperationCanceledException)
        {
            return $"terraform finds no provider hashicorp/aws: name a folder of providers in {TerraformMirror.Variable}, or have the network.";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
