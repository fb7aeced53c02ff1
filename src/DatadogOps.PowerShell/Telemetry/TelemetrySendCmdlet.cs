using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>
/// What all cmdlets share that send: one sender for the whole command, opened with the first item; errors, warnings and progress
/// while items come in; and what became of them at the end.
/// </summary>
public abstract class TelemetrySendCmdlet : TelemetryDeliveryCmdlet
{
    /// <summary>Parameter set of items from the pipeline.</summary>
    private protected const string ObjectSet = "Object";

    /// <summary>Parameter set of one item by parameters.</summary>
    private protected const string ValueSet = "Value";

    // What happens in the background is told this often while items come in.
    private const int TellMilliseconds = 200;

    // Work of a second needs no bar.
    private const int QuietMilliseconds = 1000;

    // What was taken before Ctrl+C may still leave in this time.
    private const int LastFlushMilliseconds = 400;

    // Looking at the clock for each of a million items would cost more than to add some of them.
    private const int ItemsBetweenLooks = 64;

    private TelemetrySender? _sender;
    private object? _target;
    private ProgressRecord? _progress;
    private bool _isPreview;
    private bool _isDeclined;
    private bool _isDone;
    private bool _byApi;
    private long _started;
    private long _told;
    private long _taken;
    private long _dropped;

    /// <summary>Puts out one object that says what was accepted, spooled and dropped.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is sent, in the plural.</summary>
    private protected abstract string What { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Settings that cannot work end the command before the first item, not in the middle.
        try
        {
            Prepare();
            _byApi = ChooseTransport() == (int)DatadogTransport.Api;
            _target = _byApi ? Settings!.Site : ResolveEndpoint();
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            ProcessInput();
        }
        catch (OperationException error)
        {
            WriteError(ObjectReader.ToRecord(error, Subject));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_sender is not { } sender)
        {
            return;
        }

        Flush(sender);
        _isDone = true;
        TellAll(sender);
        if (_progress is not null)
        {
            _progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(_progress);
        }

        if (!_isPreview)
        {
            TellResult(sender);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_sender is { } sender)
        {
            if (!_isDone && !_isPreview)
            {
                // Ctrl+C is the usual end of a continuous sampling: the last seconds' points are good ones.
                FinishWithin(LastFlushMilliseconds, token => sender.FlushAsync(token).AsTask());
            }

            sender.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>What the record is about, for errors.</summary>
    private protected abstract object Subject { get; }

    /// <summary>Sends what one record of the pipeline, or the parameters, stand for.</summary>
    private protected abstract void ProcessInput();

    /// <summary>Hands an item that <see cref="Send"/> was given to the sender.</summary>
    private protected abstract ValueTask<OperationException?> Add(TelemetrySender sender, object item);

    /// <summary>How it travels, as the number of a <see cref="DatadogTransport"/>; the API, where there is no choice.</summary>
    private protected virtual int ChooseTransport() => (int)DatadogTransport.Api;

    /// <summary>Asks whether to send, once. False under -WhatIf, and where the answer was no.</summary>
    private protected bool IsSending()
    {
        if (_sender is null && !_isDeclined)
        {
            Open();
        }

        return _sender is not null && !_isPreview;
    }

    /// <summary>Delivers what was taken so far. Whether all of it since the last time was delivered, or is kept on the disk.</summary>
    private protected bool Deliver()
    {
        if (_sender is not { } sender)
        {
            return false;
        }

        Flush(sender);
        TellAll(sender);
        bool isWhole = sender.Dropped == _dropped;
        _dropped = sender.Dropped;
        return isWhole;
    }

    /// <summary>Sends what an object of the pipeline stands for: itself, what a source gives, or what is read from its properties.</summary>
    private protected void Send<T>(PSObject input, Func<ITelemetrySource, IEnumerable<T>> of, Func<TelemetryReader, T> read)
        where T : class
    {
        if (input.BaseObject is T known)
        {
            Send(known);
        }
        else if (input.BaseObject is ITelemetrySource source)
        {
            foreach (T one in of(source))
            {
                Send(one);
            }
        }
        else
        {
            Send(read(new TelemetryReader(input)));
        }
    }

    /// <summary>Sends one item.</summary>
    private protected void Send(object item)
    {
        IsSending();
        if (_sender is not { } sender)
        {
            return;
        }

        ValueTask<OperationException?> adding;
        try
        {
            adding = Add(sender, item);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        OperationException? refusal = adding.IsCompletedSuccessfully ? adding.Result : Wait(adding.AsTask());
        if (refusal is not null)
        {
            WriteError(ObjectReader.ToRecord(refusal, item));
        }

        if (++_taken % ItemsBetweenLooks == 0 || !_byApi || refusal is not null || _taken < ItemsBetweenLooks)
        {
            long now = Environment.TickCount64;
            if (now - _told >= TellMilliseconds)
            {
                _told = now;
                TellAll(sender);
            }
        }
    }

    private void Flush(TelemetrySender sender)
    {
        Task flush = sender.FlushAsync(StopToken).AsTask();
        while (!IsDoneWithin(flush, TellMilliseconds))
        {
            TellAll(sender);
        }

        Wait(flush);
    }

    // One question for the whole command; under -WhatIf each payload then shows itself.
    private void Open()
    {
        string action = $"Send {What} {(_byApi ? "by the API" : "by DogStatsD")} to {_target}";
        bool yes = ShouldProcess(action, action + "?", MyInvocation.MyCommand.Name, out ShouldProcessReason reason);
        _isPreview = !yes && reason.HasFlag(ShouldProcessReason.WhatIf);
        _isDeclined = !yes && !_isPreview;
        if (_isDeclined)
        {
            return;
        }

        _started = Stopwatch.GetTimestamp();
        _told = Environment.TickCount64;
        try
        {
            _sender = _byApi ? OpenApi(_isPreview) : OpenDogStatsD((DogStatsDEndpoint)_target!, _isPreview);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    private void TellAll(TelemetrySender sender)
    {
        while (sender.TakeRemark() is { } remark)
        {
            WriteOutput(remark);
        }

        while (sender.TakeFault() is { } fault)
        {
            if (fault.Kind == OperationErrorKind.AuthenticationFailed)
            {
                // No further payload will fare better.
                _isDone = true;
                ThrowTerminatingError(ToErrorRecord(fault));
            }

            WriteError(ToErrorRecord(fault));
        }

        if (!_isPreview && Stopwatch.GetElapsedTime(_started).TotalMilliseconds >= QuietMilliseconds)
        {
            _progress ??= new ProgressRecord(0, $"Sending {What} to {_target}", "...");
            _progress.StatusDescription = string.Create(CultureInfo.InvariantCulture, $"{_taken} taken, {sender.Accepted} accepted");
            WriteProgress(_progress);
        }
    }

    private void TellResult(TelemetrySender sender)
    {
        double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        WriteVerbose(string.Create(
            CultureInfo.InvariantCulture,
            $"{sender.Endpoint}: {sender.Accepted} accepted, {sender.Spooled} spooled, {sender.Dropped} dropped, {sender.Bytes} bytes in {sender.Requests} {(_byApi ? "requests" : "datagrams")}, {seconds:0.000} s."));
        if (PassThru)
        {
            WriteObject(new DatadogSendResult
            {
                Transport = _byApi ? DatadogTransport.Api : DatadogTransport.DogStatsD,
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
