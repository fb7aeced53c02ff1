using DatadogOps.Testbed.Processes;
using System.Management.Automation;
using DatadogOps.Testbed;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests;

/// <summary>The module as the build staged it, in PowerShell itself.</summary>
internal static class StagedModule
{
    public static string Folder { get; } = Path.Combine(RepositoryLayout.Output, "DatadogOps");

    /// <summary>Runs a line in a session of its own.</summary>
    public static PipelineResult Run(string line, IEnumerable<object?>? input = null, CancellationToken cancellation = default)
    {
        using Session session = NewSession();
        return session.Run(line, input, cancellation);
    }

    /// <summary>A session for lines that see what earlier ones left.</summary>
    public static Session NewSession() => new(Path.Combine(Folder, "DatadogOps.psd1"));

    /// <summary>Runs a line that must go well.</summary>
    public static IReadOnlyList<PSObject> Output(string line, IEnumerable<object?>? input = null)
    {
        PipelineResult result = Run(line, input);
        Assert.True(result.ExitCode == 0, $"{line}\n{result.TerminatingError}\n{string.Join('\n', result.Errors)}");
        return result.Output;
    }

    /// <summary>The value of a property, without the wrapper that gives numbers and times their invariant text.</summary>
    public static object? Get(this PSObject item, string property) =>
        item.Properties[property]!.Value switch
        {
            PSObject { BaseObject: not PSCustomObject } wrapped => wrapped.BaseObject,
            var value => value,
        };

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
