using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Nginx.AccessLog;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Measures several logs at the same time.</summary>
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
            WriteItem = options.GroupBy.Count == 0 ? null : usage => WriteGroup(cmdlet, usage),
        };
    }

    /// <summary>Creates the work.</summary>
    /// <exception cref="OperationException">The configuration cannot be read, or does not define the format.</exception>
    public static NginxMeasureWork Create(
        DatadogOpsCmdlet cmdlet, NginxLogFilterOptions filter, string[] groupBy, string? configurationPath, string? logFormat, int throttle, CancellationToken stop)
    {
        filter.Check();
        NginxConfiguration? configuration = configurationPath is null ? null : cmdlet.Wait(NginxConfiguration.LoadAsync(configurationPath, stop));
        NginxLogFormat? named = logFormat is null ? null : Format(logFormat, configuration);
        var options = new NginxMeasureOptions
        {
            Filter = filter,
            GroupBy = groupBy,
            Format = path => named ?? (configuration is null ? null : NginxLogFormat.Find(configuration, path)),
        };
        return new NginxMeasureWork(cmdlet, options, throttle, stop);
    }

    /// <summary>Adds a log.</summary>
    public void Add(string path)
    {
        var file = new FileInfo(path);
        Interlocked.Add(ref _expected, file.Exists ? file.Length : 0);
        _work.Add(path);
    }

    /// <summary>Waits for all logs and writes the results.</summary>
    public void Finish() => _work.Finish();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    // A view of its own, so that a whole log's table has no empty column.
    private static void WriteGroup(DatadogOpsCmdlet cmdlet, NginxAgentLogUsage usage)
    {
        var shown = new PSObject(usage);
        shown.TypeNames.Insert(0, typeof(NginxAgentLogUsage).FullName + "#Group");
        cmdlet.WriteObject(shown);
    }

    private static NginxLogFormat Format(string text, NginxConfiguration? configuration) =>
        string.Equals(text, "Json", StringComparison.OrdinalIgnoreCase) ? NginxLogFormat.Json
        : text.Contains('$', StringComparison.Ordinal) ? NginxLogFormat.Parse(text)
        : configuration is not null ? NginxLogFormat.Named(configuration, text)
        : string.Equals(text, "combined", StringComparison.OrdinalIgnoreCase) ? NginxLogFormat.Combined
        : throw new OperationException(
            DatadogOps.Nginx.NginxErrorIds.LogFormatInvalid,
            OperationErrorKind.InvalidInput,
            text,
            $"Unknown log format '{text}'.",
            "Specify the configuration that defines it with -ConfPath, or its text.");

    private ProgressRecord? Progress()
    {
        long read = Interlocked.Read(ref _read);
        return _expected == 0 ? null : new ProgressRecord(1, "Reading access logs", string.Create(CultureInfo.InvariantCulture, $"{read >> 20} of {_expected >> 20} MB"))
        {
            PercentComplete = (int)Math.Min(100, read * 100 / _expected),
        };
    }
}
