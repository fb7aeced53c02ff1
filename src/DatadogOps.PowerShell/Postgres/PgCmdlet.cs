using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands.Postgres;

/// <summary>Base of the cmdlets that read PostgreSQL servers: connection settings, throttling and sampling.</summary>
public abstract class PgCmdlet : DatadogOpsCmdlet
{
    private const string HostNameSet = "HostName";
    private const string ConnectionStringSet = "ConnectionString";

    private TargetWork<PgTarget>? _work;
    private SemaphoreSlim? _gate;

    /// <summary>Servers: names, addresses or socket directories, each with an optional :port. Defaults to PGHOST, then localhost.</summary>
    [Parameter(Position = 0, ParameterSetName = HostNameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "Server")]
    [ValidateNotNullOrEmpty]
    public string[]? HostName { get; set; }

    /// <summary>TCP port, or the number of the Unix socket. 0 stands for PGPORT, then 5432.</summary>
    [Parameter(ParameterSetName = HostNameSet, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Database to connect to. Any one shows the sessions of all databases.</summary>
    [Parameter(ParameterSetName = HostNameSet, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Database { get; set; }

    /// <summary>Role to connect as, if no password is needed or .pgpass or PGPASSWORD holds it.</summary>
    [Parameter(ParameterSetName = HostNameSet, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? UserName { get; set; }

    /// <summary>Connection service of pg_service.conf.</summary>
    [Parameter(ParameterSetName = HostNameSet, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Service { get; set; }

    /// <summary>A postgresql:// URI, or a connection string in libpq's or .NET's form, one for each server.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ConnectionStringSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] ConnectionString { get; set; } = [];

    /// <summary>Role and password.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [CredentialTransformation]
    public PSCredential? Credential { get; set; }

    /// <summary>libpq's sslmode. Defaults to PGSSLMODE, then prefer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PgSslModeCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? SslMode { get; set; }

    /// <summary>Seconds that connecting, and then each query, may take. Defaults to PGCONNECT_TIMEOUT, then 10.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    /// <summary>Number of servers to read at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 64;

    /// <summary>Seconds between samples, with MaxSamples or Continuous.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int SampleInterval { get; set; } = 1;

    /// <summary>Number of samples.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxSamples { get; set; } = 1;

    /// <summary>Takes samples until stopped.</summary>
    [Parameter]
    public SwitchParameter Continuous { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Continuous && MyInvocation.BoundParameters.ContainsKey(nameof(MaxSamples)))
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("-Continuous and -MaxSamples cannot be combined. Remove one of them."),
                CommandErrorIds.ContinuousWithMaxSamples,
                ErrorCategory.InvalidArgument,
                null));
        }

        _work = Own(CreateWork());
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ConnectionStringSet)
        {
            foreach (string connectionString in ConnectionString)
            {
                Add(null, connectionString);
            }
        }
        else
        {
            foreach (string? host in HostName ?? [null!])
            {
                Add(host, null);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();

    /// <summary>Creates the work that the cmdlet does for each server.</summary>
    private protected abstract TargetWork<PgTarget> CreateWork();

    private protected TargetWork<PgTarget> Work<T>(Func<PgTarget, PgSampling, ChannelWriter<OperationOutput<T>>, CancellationToken, Task> read, Action<T>? writeItem = null)
    {
        bool sampled = Continuous || MaxSamples > 1;
        // Sampled servers are all read in parallel; the limit then applies to samples, not to servers.
        _gate = sampled ? new SemaphoreSlim(ThrottleLimit) : null;
        PgSampling sampling = sampled ? new PgSampling(TimeSpan.FromSeconds(SampleInterval), Continuous ? null : MaxSamples) { Gate = _gate } : PgSampling.Once;
        return new TargetWork<PgTarget, T>(this, sampled ? int.MaxValue : ThrottleLimit, (target, reports, stop) => read(target, sampling, reports, stop), StopToken)
        {
            Progress = sampled ? (_, _) => null : TargetProgress.Counted("Reading PostgreSQL servers"),
            WriteItem = writeItem,
        };
    }

    private void Add(string? host, string? connectionString)
    {
        PgTarget target;
        try
        {
            target = PgTarget.Resolve(new PgConnectionRequest
            {
                HostName = host,
                Port = Port == 0 ? null : Port,
                Database = Database,
                UserName = Credential?.UserName ?? UserName,
                Password = Credential?.GetNetworkCredential().Password,
                SslMode = SslMode,
                ConnectionString = connectionString,
                Service = Service,
                Timeout = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? TimeSpan.FromSeconds(TimeoutSec) : null,
            });
        }
        catch (OperationException e)
        {
            WriteError(ToErrorRecord(e));
            return;
        }

        _work!.Add(target);
    }
}
