using System.Management.Automation;
using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Specification;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Lists the IAM actions that Datadog requests and the feature that needs each one.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogAwsPermission")]
[OutputType(typeof(DatadogAwsAction))]
public sealed class GetDatadogAwsPermissionCommand : DatadogOpsCmdlet
{
    /// <summary>Only these actions; wildcards. An asterisk in the list is matched literally.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Action { get; set; } = [];

    /// <summary>Only actions of these services; wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AwsServiceCompleter))]
    public string[] ServiceName { get; set; } = [];

    /// <summary>Only actions of this set; each set includes the one before.</summary>
    [Parameter]
    [ValidateSet(DatadogAwsPermissionSet.Standard, DatadogAwsPermissionSet.ResourceCollection, DatadogAwsPermissionSet.Full)]
    public string? PermissionSet { get; set; }

    /// <summary>Only actions of these access levels.</summary>
    [Parameter]
    [ValidateSet("List", "Read", "Write")]
    public string[] AccessLevel { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string? set = PermissionSet is null ? null : DatadogAwsPermissionSet.Canonical(PermissionSet);
        WildcardPattern[] actions = Patterns(Action);
        WildcardPattern[] services = Patterns(ServiceName);
        foreach (DatadogAwsAction one in Load().Permissions)
        {
            if ((actions.Length == 0 || actions.Any(pattern => pattern.IsMatch(one.Action)))
                && (services.Length == 0 || services.Any(pattern => pattern.IsMatch(one.Service)))
                && (set is null || one.IsIn(set))
                && (AccessLevel.Length == 0 || AccessLevel.Contains(one.AccessLevel, StringComparer.OrdinalIgnoreCase)))
            {
                WriteObject(one);
            }
        }
    }

    private PermissionCatalog Load()
    {
        try
        {
            return new PermissionStore(Environment.GetEnvironmentVariable).Load();
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
            throw;
        }
    }

    private static WildcardPattern[] Patterns(string[] texts) => Array.ConvertAll(texts, text => new WildcardPattern(text, WildcardOptions.IgnoreCase));
}
