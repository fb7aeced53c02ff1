using System.Collections.ObjectModel;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Nginx;

/// <summary>Base of the cmdlets that process nginx's files. An error on one path is non-terminating.</summary>
public abstract class NginxCmdlet : DatadogOpsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Files or folders. Wildcards are supported.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in ParameterSetName == LiteralPathSet ? LiteralPath : Path)
        {
            foreach (string file in Resolve(path))
            {
                try
                {
                    ProcessPath(file);
                }
                catch (OperationException error)
                {
                    WriteError(ToErrorRecord(error));
                }
            }
        }
    }

    /// <summary>Processes one file or folder.</summary>
    /// <param name="path">Its full path.</param>
    private protected abstract void ProcessPath(string path);

    /// <summary>The full path of a path parameter; null if it was not specified.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    private protected string? FullPath(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);

    private Collection<string> Resolve(string path)
    {
        try
        {
            return ParameterSetName == LiteralPathSet ? [FullPath(path)] : GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            // Reported when it is opened, with the same error as a literal path.
            return [FullPath(path)];
        }
    }
}
