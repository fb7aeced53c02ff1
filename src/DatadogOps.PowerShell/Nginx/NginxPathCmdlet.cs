using System.Collections.ObjectModel;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Nginx;

/// <summary>What the cmdlets over nginx's files share: how files are named. Each path is worked on by itself; one that fails is one error.</summary>
public abstract class NginxPathCmdlet : DatadogOpsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Files or folders; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders, taken as they are written.</summary>
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
                    Work(file);
                }
                catch (OperationException error)
                {
                    WriteError(ToErrorRecord(error));
                }
            }
        }
    }

    /// <summary>Works on one file or folder.</summary>
    /// <param name="path">Its full path.</param>
    private protected abstract void Work(string path);

    private protected string FullPath(string path) => GetUnresolvedProviderPathFromPSPath(path);

    private Collection<string> Resolve(string path)
    {
        try
        {
            return ParameterSetName == LiteralPathSet ? [FullPath(path)] : GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            // Told by what opens it, in the same words as for a literal path.
            return [FullPath(path)];
        }
    }
}
