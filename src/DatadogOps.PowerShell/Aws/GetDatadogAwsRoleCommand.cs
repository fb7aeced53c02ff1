using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Gets the role with which Datadog reads an account, or all roles that Datadog may assume.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogAwsRole")]
[OutputType(typeof(DatadogAwsRole))]
public sealed class GetDatadogAwsRoleCommand : AwsAccountCmdlet
{
    private AwsWork? _work;

    /// <summary>Name of the role. Without it, all roles that Datadog may assume are listed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? RoleName { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _work = Own(new AwsWork(this, ThrottleLimit, "Reading AWS accounts", StopToken));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string? name = RoleName;
        foreach (AwsTarget target in Targets)
        {
            _work!.Add(target, (session, reports, stop) => ReadAsync(session, name, reports, stop));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();

    private static async Task ReadAsync(AwsSession session, string? name, ChannelWriter<OperationOutput<object>> reports, CancellationToken stop)
    {
        if (name is not null)
        {
            await reports.WriteAsync(OperationOutput<object>.OfItem(await RoleOperations.ReadAsync(session, name, stop).ConfigureAwait(false)), stop).ConfigureAwait(false);
            return;
        }

        await foreach (DatadogAwsRole role in RoleOperations.FindAsync(session, stop).ConfigureAwait(false))
        {
            await reports.WriteAsync(OperationOutput<object>.OfItem(role), stop).ConfigureAwait(false);
        }
    }
}
