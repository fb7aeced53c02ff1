using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Common;

/// <summary>A test that needs Terraform; skipped, by name, where none is installed.</summary>
public sealed class TerraformFactAttribute : FactAttribute
{
    public TerraformFactAttribute() => Skip = Program is null ? "terraform is not on this machine" : null;

    /// <summary>The program, or null.</summary>
    public static string? Program { get; } = Executables.FindInPath("terraform");
}
