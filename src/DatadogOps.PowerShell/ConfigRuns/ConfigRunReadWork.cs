using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>The work of Get-ConfigRunReport: reads sources one after the other, so that reports come in the order of their files.</summary>
internal sealed class ConfigRunReadWork : IAsyncDisposable
{
    private const string StandardInput = "-";

    private readonly GetConfigRunReportCommand _cmdlet;
    private readonly FanOut<ReportSource, object> _fanOut;
    private PipelineText? _text;

    /// <summary>Starts reading.</summary>
    /// <exception cref="OperationException">A pattern cannot be used.</exception>
    public ConfigRunReadWork(GetConfigRunReportCommand cmdlet, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        ConfigRunReadOptions options = Options(cmdlet.RedactPattern) with { Format = cmdlet.Format, Resources = cmdlet.Resource };
        _fanOut = new FanOut<ReportSource, object>(1, (source, reports, token) => ConfigRunReader.ReadAsync(source, options, reports, token), stop);
    }

    /// <summary>How reports are read.</summary>
    /// <param name="patterns">Patterns of additional secrets.</param>
    /// <exception cref="OperationException">A pattern cannot be used.</exception>
    public static ConfigRunReadOptions Options(string[] patterns) => new() { Redactor = patterns.Length == 0 ? SecretRedactor.Default : new SecretRedactor(patterns) };

    /// <summary>Adds the files that a path matches.</summary>
    public void AddPath(string path)
    {
        if (path == StandardInput)
        {
            Add(ReportSource.StandardInput());
            return;
        }

        try
        {
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(path);
            foreach (string file in _cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _))
            {
                // A wildcard stands for files only.
                if (!isPattern || !Directory.Exists(file))
                {
                    Add(ReportSource.File(file));
                }
            }
        }
        catch (ItemNotFoundException)
        {
            _cmdlet.WriteError(DatadogOpsCmdlet.ToErrorRecord(new OperationException(
                ConfigRunErrorIds.FileNotFound, OperationErrorKind.NotFound, path, $"Cannot read {path}: There is no such file.", "Check the path.")));
        }
    }

    /// <summary>Adds a file whose name is taken literally.</summary>
    public void AddLiteralPath(string path) => Add(ReportSource.File(_cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)));

    /// <summary>Adds an object of the pipeline.</summary>
    public void AddInput(PSObject input)
    {
        if (input.BaseObject is FileSystemInfo file)
        {
            if (file is FileInfo)
            {
                Add(ReportSource.File(file.FullName));
            }

            return;
        }

        try
        {
            (_text ??= new PipelineText()).Add(input);
        }
        catch (OperationException error)
        {
            _cmdlet.WriteError(ObjectReader.ToRecord(error, input));
        }
    }

    /// <summary>Reads the rest.</summary>
    public void Finish()
    {
        if (_text?.ToSource() is { } source)
        {
            Add(source);
        }

        _fanOut.Complete();
        _cmdlet.WriteAll(_fanOut.Outputs, Progress);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _text?.Dispose();
        return _fanOut.DisposeAsync();
    }

    // Writes what others have returned meanwhile.
    private void Add(ReportSource source)
    {
        _fanOut.Add(source);
        _cmdlet.WriteAvailable(_fanOut.Outputs);
    }

    private ProgressRecord? Progress()
    {
        (int done, int all) = (_fanOut.Finished, _fanOut.Added);
        return all > 1
            ? new ProgressRecord(1, "Reading reports", string.Create(CultureInfo.InvariantCulture, $"{done} of {all}")) { PercentComplete = done * 100 / all }
            : null;
    }
}
