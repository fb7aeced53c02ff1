using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Telemetry;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.ConfigRuns.State;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Tells Datadog of configuration runs: each by an event with its cause and by metrics, and each once.</summary>
[Cmdlet(VerbsCommunications.Send, "ConfigRunReport", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendConfigRunReportCommand : TelemetrySendCmdlet
{
    // Time that is left after Ctrl+C to give back a run that was not told.
    private const int ReleaseMilliseconds = 300;

    private ConfigRunLedger? _ledger;
    private Dictionary<string, string>? _hostTags;
    private DatadogApiClient? _api;
    private long _known;
    private long _withoutMetrics;
    private long _tooOld;

    /// <summary>Reports of Get-ConfigRunReport, Watch-ConfigRunReport or Receive-ConfigRunReport.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Names of the metrics: those of each tool's own reporter (Native), the same for all tools (Common), or both.</summary>
    [Parameter]
    [ValidateSet("Both", "Native", "Common")]
    public string Naming { get; set; } = "Both";

    /// <summary>Regular expressions of further secrets to take out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RedactPattern { get; set; } = [];

    /// <summary>File that remembers which runs were told. Unless given, a file of this user's state.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Tells runs again that were told before.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Also gives each host the tags of its environment and roles, which needs an application key.</summary>
    [Parameter]
    public SwitchParameter SetHostTag { get; set; }

    /// <inheritdoc/>
    private protected override string What => "configuration runs";

    /// <inheritdoc/>
    private protected override object Subject => InputObject;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            string state = StatePath is null ? System.IO.Path.Combine(UserFolders.State(Environment.GetEnvironmentVariable), ConfigRunLedger.FileName) : GetUnresolvedProviderPathFromPSPath(StatePath);
            _ledger = new ConfigRunLedger(state, TimeProvider.System);
            _hostTags = SetHostTag ? [] : null;
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_known > 0)
        {
            WriteVerbose($"{Runs(_known)} told before; -Force tells again.");
        }

        if (_withoutMetrics > 0)
        {
            WriteWarning($"{Runs(_withoutMetrics)} ended more than an hour ago: the event was sent, and no metrics, since Datadog takes no older ones.");
        }

        if (_tooOld > 0)
        {
            WriteWarning($"{Runs(_tooOld)} ended more than 18 hours ago: nothing was sent, since Datadog takes no older events.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _api?.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    private protected override void ProcessInput(SendSession session)
    {
        if (InputObject.BaseObject is not ConfigRunReport report)
        {
            throw new OperationException(
                ConfigRunErrorIds.InputUnknown,
                OperationErrorKind.InvalidInput,
                InputObject.BaseObject.GetType().Name,
                $"{ObjectReader.Describe(InputObject)} is no report of a run.",
                "Give objects of Get-ConfigRunReport, without Select-Object or -Resource in between.");
        }

        ConfigRunLedger ledger = _ledger!;
        RunMessage message = RunMessage.Of(report, Naming, TimeProvider.System.GetUtcNow());
        if (!Force && Wait(ledger.IsToldAsync(report, StopToken)))
        {
            _known++;
        }
        else if (!session.IsSending)
        {
            // Under -WhatIf the payloads show themselves, and nothing is remembered.
            SendAll(session, message);
        }
        else if (Force || Wait(ledger.TryClaimAsync(report, StopToken)))
        {
            Tell(session, report, message, ledger);
        }
        else
        {
            _known++;
        }
    }

    private void Tell(SendSession session, ConfigRunReport report, RunMessage message, ConfigRunLedger ledger)
    {
        bool isTold = false;
        try
        {
            SendAll(session, message);
            if (session.Flush())
            {
                Wait(ledger.CompleteAsync(report, StopToken));
                isTold = true;
            }
        }
        finally
        {
            if (!isTold)
            {
                FinishWithin(ReleaseMilliseconds, token => ledger.ReleaseAsync(report, token));
            }
        }

        SetTags(session, report);
    }

    private static string Runs(long count) => count == 1 ? "1 run" : string.Create(CultureInfo.InvariantCulture, $"{count} runs");

    private void SendAll(SendSession session, RunMessage message)
    {
        _tooOld += message.Event is null ? 1 : 0;
        _withoutMetrics += message.Event is not null && message.MetricsTooOld ? 1 : 0;
        foreach (DatadogMetric metric in message.Metrics)
        {
            session.Send(metric);
        }

        if (message.Event is { } told)
        {
            session.Send(told);
        }
    }

    // A host has few of them, and they seldom change: they are set when they differ from what this command set last.
    private void SetTags(SendSession session, ConfigRunReport report)
    {
        if (_hostTags is not { } known || report.HostName is not { } host)
        {
            return;
        }

        IReadOnlyList<string> tags = RunMessage.HostTags(report);
        string text = $"{report.Tool} {string.Join(',', tags)}";
        if (tags.Count == 0 || known.GetValueOrDefault(host) == text)
        {
            return;
        }

        _api ??= session.Settings.Context.OpenApi(new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) });
        if (Wait(HostTagRequest.SetAsync(_api, report.Tool, host, tags, StopToken)))
        {
            known[host] = text;
        }
        else
        {
            WriteWarning($"Datadog does not know the host {host} yet, so its tags were not set; the next run does it.");
        }
    }
}
