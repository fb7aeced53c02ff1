using System.Management.Automation;
using DatadogOps.Shell.Execution;
using DatadogOps.Testbed;

namespace DatadogOps.Tests;

/// <summary>The module as the build staged it, run through the engine of ddops.</summary>
internal static class StagedModule
{
    public static string Folder { get; } = Path.Combine(RepositoryLayout.Output, "DatadogOps");

    /// <summary>ddops as a program, for what belongs to a whole process.</summary>
    public static string Ddops { get; } = Path.Combine(RepositoryLayout.Output, "ddops", OperatingSystem.IsWindows() ? "ddops.exe" : "ddops");

    public static PipelineResult Run(string line, IEnumerable<object?>? input = null, CancellationToken cancellation = default) =>
        new DdopsEngine(Folder).Run(line, input, cancellation: cancellation);

    /// <summary>Runs a line that must go well.</summary>
    public static IReadOnlyList<PSObject> Output(string line, IEnumerable<object?>? input = null)
    {
        PipelineResult result = Run(line, input);
        Assert.True(result.ExitCode == 0, $"{line}\n{result.TerminatingError}\n{string.Join('\n', result.Errors)}");
        return [.. result.Output.Select(item => item!)];
    }

    public static object? Get(this PSObject item, string property) => item.Properties[property]!.Value;

    /// <summary>Ids of all errors, the one that ended the line last.</summary>
    public static string[] ErrorIds(this PipelineResult result) =>
        [.. result.Errors.Append(result.TerminatingError).OfType<ErrorRecord>().Select(error => error.FullyQualifiedErrorId.Split(',')[0])];

    public static PSObject Record(params (string Name, object? Value)[] properties)
    {
        var record = new PSObject();
        foreach ((string name, object? value) in properties)
        {
            record.Properties.Add(new PSNoteProperty(name, value));
        }

        return record;
    }
}
