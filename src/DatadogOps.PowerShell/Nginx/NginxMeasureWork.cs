using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Nginx.AccessLog;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>The work of measuring over many logs. A class of its own, so that the cmdlet's class holds none of the core's types.</summary>
internal sealed class NginxMeasureWork : IAsyncDisposable
{
    private readonly TargetWork<string> _work;
    private long _expected;
    private long _read;

    private NginxMeasureWork(DatadogOpsCmdlet cmdlet, NginxMeasureOptions options, int throttle, CancellationToken stop)
    {
        NginxMeasureOptions measured = options with { Progress = bytes => Interlocked.Add(ref _read, bytes) };
        _work = new TargetWork<string, NginxAgentLogUsage>(
            cmdlet,
            throttle,
            async (path, reports, token) =>
            {
                foreach (NginxAgentLogUsage usage in await NginxLogMeter.MeasureAsync(path, measured, token).ConfigureAwait(false))
                {
                    await reports.WriteAsync(OperationOutput<NginxAgentLogUsage>.OfItem(usage), token).ConfigureAwait(false);
                }
            },
            stop)
        {
            Progress = (_, _) => Progress(),
        };
    }

    /// <summary>Prepares the work.</summary>
    /// <exception cref="OperationException">The configuration cannot be read, or does not have the format.</exception>
    public static NginxMeasureWork Create(
        DatadogOpsCmdlet cmdlet, NginxLogFilterOptions checkers, string[] groupBy, string? configurationPath, string? logFormat, int throttle, CancellationToken stop)
    {
        checkers.Check();
        NginxLogDimensions by = NginxLogDimensions.None;
        foreach (string dimension in groupBy)
        {
            by |= Enum.Parse<NginxLogDimensions>(dimension, ignoreCase: true);
        }

        NginxConfiguration? configuration = configurationPath is null ? null : cmdlet.Wait(NginxConfiguration.LoadAsync(configurationPath, stop));
        NginxLogFormat? named = logFormat is null ? null : Format(logFormat, configuration);
        var options = new NginxMeasureOptions
        {
            Checkers = checkers,
            GroupBy = by,
            Format = path => named ?? (configuration is null ? null : NginxLogFormat.Find(configuration, path)),
        };
        return new NginxMeasureWork(cmdlet, options, throttle, stop);
    }

    /// <summary>Adds a log, which is read at once where a place is free.</summary>
    public void Add(string path)
    {
        var file = new FileInfo(path);
        Interlocked.Add(ref _expected, file.Exists ? file.Length : 0);
        _work.Add(path);
    }

    /// <summary>Waits for all and writes what they give.</summary>
    public void Finish() => _work.Finish();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    private static NginxLogFormat Format(string text, NginxConfiguration? configuration) =>
        string.Equals(text, "Json", StringComparison.OrdinalIgnoreCase) ? NginxLogFormat.Json
        : text.Contains('$', StringComparison.Ordinal) ? NginxLogFormat.Parse(text)
        : configuration is not null ? NginxLogFormat.Named(configuration, text)
        : string.Equals(text, "combined", StringComparison.OrdinalIgnoreCase) ? NginxLogFormat.Combined
        : throw new OperationException(
            DatadogOps.Nginx.NginxErrorIds.LogFormatInvalid,
            OperationErrorKind.InvalidInput,
            text,
            $"What the format '{text}' looks like is not known.",
            "Give -ConfPath, where it is defined, or its text.");

    private ProgressRecord? Progress()
    {
        long read = Interlocked.Read(ref _read);
        return _expected == 0 ? null : new ProgressRecord(1, "Reading access logs", string.Create(CultureInfo.InvariantCulture, $"{read >> 20} of {_expected >> 20} MB"))
        {
            PercentComplete = (int)Math.Min(100, read * 100 / _expected),
        };
    }
}
