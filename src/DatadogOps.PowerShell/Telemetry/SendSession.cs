using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>
/// The sending of one command: a single sender, opened and confirmed with the first item; errors, warnings and progress while items
/// arrive; the result at the end.
/// </summary>
internal sealed class SendSession(DatadogOpsCmdlet cmdlet, SendSettings settings) : IDisposable
{
    // Background events are written this often while items arrive.
    private const int UpdateMilliseconds = 200;

    // No progress for the first second.
    private const int QuietMilliseconds = 1000;

    // After Ctrl+C, items already accepted may still be sent for this long.
    private const int LastFlushMilliseconds = 400;

    // Reading the clock for each of a million items would cost more than adding some of them.
    private const int ItemsBetweenUpdates = 64;

    private readonly string _target = (settings.Endpoint is { } endpoint ? endpoint : (object)settings.Context.Site).ToString()!;
    private TelemetrySender? _sender;
    private ProgressRecord? _progress;
    private bool _isPreview;
    private bool _isDeclined;
    private bool _isDone;
    private long _started;
    private long _updated;
    private long _added;

    /// <summary>The settings.</summary>
    public SendSettings Settings => settings;

    private bool ByApi => settings.Endpoint is null;

    /// <summary>Asks whether to send, once. False under -WhatIf and if declined.</summary>
    public bool IsSending => Open() is not null && !_isPreview;

    /// <summary>Sends one item.</summary>
    public void Send(DatadogMetric metric)
    {
        if (Open() is { } sender)
        {
            Finish(sender, sender.AddAsync(metric, cmdlet.StopToken), metric);
        }
    }

    /// <inheritdoc cref="Send(DatadogMetric)"/>
    public void Send(DatadogEvent item)
    {
        if (Open() is { } sender)
        {
            Finish(sender, sender.AddAsync(item, cmdlet.StopToken), item);
        }
    }

    /// <inheritdoc cref="Send(DatadogMetric)"/>
    public void Send(DatadogServiceCheck check)
    {
        if (Open() is { } sender)
        {
            Finish(sender, sender.AddAsync(check, cmdlet.StopToken), check);
        }
    }

    /// <inheritdoc cref="Send(DatadogMetric)"/>
    public void Send(DatadogLog entry)
    {
        if (Open() is { } sender)
        {
            Finish(sender, sender.AddAsync(entry, cmdlet.StopToken), entry);
        }
    }

    /// <summary>Runs work that uses the sender itself, and writes what happens meanwhile.</summary>
    /// <param name="work">The work; runs on any thread, one at a time.</param>
    /// <returns>Its result; the default value if sending was declined.</returns>
    public T? Run<T>(Func<TelemetrySender, Task<T>> work)
    {
        if (Open() is not { } sender)
        {
            return default;
        }

        Task<T> task = work(sender);
        while (!cmdlet.IsDoneWithin(task, UpdateMilliseconds))
        {
            WriteUpdates(sender);
        }

        WriteUpdates(sender);
        return cmdlet.Wait(task);
    }

    /// <summary>Delivers what is left, and writes the result.</summary>
    public void Complete(bool passThru)
    {
        if (_sender is not { } sender)
        {
            return;
        }

        Run(async one =>
        {
            await one.FlushAsync(cmdlet.StopToken).ConfigureAwait(false);
            return true;
        });
        _isDone = true;
        if (_progress is not null)
        {
            _progress.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(_progress);
        }

        if (!_isPreview)
        {
            WriteResult(sender, passThru);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_sender is { } sender)
        {
            if (!_isDone && !_isPreview)
            {
                // Ctrl+C is the usual end of continuous sampling: the points of the last seconds are good.
                DatadogOpsCmdlet.FinishWithin(LastFlushMilliseconds, token => sender.FlushAsync(token).AsTask());
            }

            sender.Dispose();
        }
    }

    // Null if declined. Asks once for the whole command; under -WhatIf each payload then shows itself.
    private TelemetrySender? Open()
    {
        if (_sender is not null || _isDeclined)
        {
            return _sender;
        }

        string action = $"Send {settings.What} {(ByApi ? "by the API" : "by DogStatsD")} to {_target}";
        bool yes = cmdlet.ShouldProcess(action, action + "?", cmdlet.MyInvocation.MyCommand.Name, out ShouldProcessReason reason);
        _isPreview = !yes && reason.HasFlag(ShouldProcessReason.WhatIf);
        _isDeclined = !yes && !_isPreview;
        if (_isDeclined)
        {
            return null;
        }

        _started = Stopwatch.GetTimestamp();
        _updated = Environment.TickCount64;
        Action<string>? preview = _isPreview ? payload => cmdlet.ShouldProcess(payload, payload, cmdlet.MyInvocation.MyCommand.Name) : null;
        try
        {
            if (_isPreview && ByApi && !settings.Context.HasApiKey)
            {
                OperationException missing = DatadogKey.Missing(DatadogKeyKind.Api, isForSending: true);
                cmdlet.WriteWarning($"{missing.Message} Without -WhatIf this command would fail. {missing.Advice}");
            }

            return _sender = ByApi ? settings.OpenApi(preview) : cmdlet.Wait(settings.OpenDogStatsDAsync(preview, cmdlet.StopToken));
        }
        catch (OperationException error)
        {
            cmdlet.ThrowTerminatingError(DatadogOpsCmdlet.ToErrorRecord(error));
            throw;
        }
    }

    private void Finish(TelemetrySender sender, ValueTask<OperationException?> adding, object item)
    {
        OperationException? refusal = adding.IsCompletedSuccessfully ? adding.Result : cmdlet.Wait(adding.AsTask());
        if (refusal is not null)
        {
            cmdlet.WriteError(ObjectReader.ToRecord(refusal, item));
        }

        if (++_added % ItemsBetweenUpdates == 0 || !ByApi || refusal is not null || _added < ItemsBetweenUpdates)
        {
            long now = Environment.TickCount64;
            if (now - _updated >= UpdateMilliseconds)
            {
                _updated = now;
                WriteUpdates(sender);
            }
        }
    }

    private void WriteUpdates(TelemetrySender sender)
    {
        while (sender.TryDequeueMessage() is { } message)
        {
            cmdlet.WriteOutput(message);
        }

        while (sender.TryDequeueError() is { } error)
        {
            if (error.Kind == OperationErrorKind.AuthenticationFailed)
            {
                // Every further payload would fail too.
                _isDone = true;
                cmdlet.ThrowTerminatingError(DatadogOpsCmdlet.ToErrorRecord(error));
            }

            cmdlet.WriteError(DatadogOpsCmdlet.ToErrorRecord(error));
        }

        if (!_isPreview && Stopwatch.GetElapsedTime(_started).TotalMilliseconds >= QuietMilliseconds)
        {
            _progress ??= new ProgressRecord(0, $"Sending {settings.What} to {_target}", "...");
            _progress.StatusDescription = string.Create(CultureInfo.InvariantCulture, $"{_added} read, {sender.Accepted} accepted");
            cmdlet.WriteProgress(_progress);
        }
    }

    private void WriteResult(TelemetrySender sender, bool passThru)
    {
        double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        cmdlet.WriteVerbose(string.Create(
            CultureInfo.InvariantCulture,
            $"{sender.Endpoint}: {sender.Accepted} accepted, {sender.Spooled} spooled, {sender.Dropped} dropped, {sender.Bytes} bytes in {sender.Requests} {(ByApi ? "requests" : "datagrams")}, {seconds:0.000} s."));
        if (passThru)
        {
            cmdlet.WriteObject(new DatadogSendResult
            {
                Transport = ByApi ? DatadogTransport.Api : DatadogTransport.DogStatsD,
                Endpoint = sender.Endpoint,
                Accepted = sender.Accepted,
                Spooled = sender.Spooled,
                Dropped = sender.Dropped,
                Bytes = sender.Bytes,
                Requests = sender.Requests,
                Seconds = Math.Round(seconds, 3),
            });
        }
    }
}
