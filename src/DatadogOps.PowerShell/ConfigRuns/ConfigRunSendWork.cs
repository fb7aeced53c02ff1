using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Telemetry;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>The work of Send-ConfigRunReport.</summary>
internal sealed class ConfigRunSendWork : IDisposable
{
    // Time that is left after Ctrl+C to settle a run that was interrupted.
    private const int SettleMilliseconds = 300;

    private readonly SendConfigRunReportCommand _cmdlet;
    private readonly ConfigRunSender _runs;
    private DatadogApiClient? _api;
    private ConfigRunHostTags? _hostTags;

    public ConfigRunSendWork(SendConfigRunReportCommand cmdlet)
    {
        _cmdlet = cmdlet;
        string state = cmdlet.StatePath is null
            ? Path.Combine(UserFolders.State(Environment.GetEnvironmentVariable), ConfigRunSender.FileName)
            : cmdlet.GetUnresolvedProviderPathFromPSPath(cmdlet.StatePath);
        _runs = new ConfigRunSender(state, cmdlet.Naming, cmdlet.Force, TimeProvider.System);
    }

    /// <summary>Sends what one pipeline object stands for.</summary>
    /// <exception cref="OperationException">It is not a report, or the state file cannot be used.</exception>
    public void Send(PSObject input, SendSession session)
    {
        ConfigRunReport report = ReportProperties.ToReport(input);
        if (session.IsSending)
        {
            if (session.Run(sender => _runs.SendAsync(report, sender, _cmdlet.StopToken)) && _cmdlet.SetHostTag)
            {
                SetHostTags(report, session);
            }
        }
        else if (_cmdlet.Wait(_runs.PreviewAsync(report, _cmdlet.StopToken)) is { } message)
        {
            // Under -WhatIf the payloads show themselves.
            foreach (DatadogMetric metric in message.Metrics)
            {
                session.Send(metric);
            }

            if (message.Event is { } item)
            {
                session.Send(item);
            }
        }
    }

    /// <summary>Writes what was not sent, and why.</summary>
    public void WriteSummary()
    {
        if (_runs.AlreadySent > 0)
        {
            _cmdlet.WriteVerbose($"{Runs(_runs.AlreadySent)} skipped because sent before; use -Force to send again.");
        }

        if (_runs.WithoutMetrics > 0)
        {
            _cmdlet.WriteWarning($"{Runs(_runs.WithoutMetrics)} ended more than an hour ago: only the event was sent, since Datadog accepts no older metrics.");
        }

        if (_runs.TooOld > 0)
        {
            _cmdlet.WriteWarning($"{Runs(_runs.TooOld)} ended more than 18 hours ago: nothing was sent, since Datadog accepts no older events.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DatadogOpsCmdlet.FinishWithin(SettleMilliseconds, _runs.SettleAsync);
        _api?.Dispose();
    }

    private static string Runs(int count) => count == 1 ? "1 run" : string.Create(CultureInfo.InvariantCulture, $"{count} runs");

    private void SetHostTags(ConfigRunReport report, SendSession session)
    {
        _api ??= session.Settings.Context.OpenApi(new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(_cmdlet.TimeoutSec) });
        _hostTags ??= new ConfigRunHostTags(_api);
        if (!_cmdlet.Wait(_hostTags.SetAsync(report, _cmdlet.StopToken)))
        {
            _cmdlet.WriteWarning($"Datadog does not know the host {report.HostName} yet, so its tags were not set; the next run sets them.");
        }
    }
}
