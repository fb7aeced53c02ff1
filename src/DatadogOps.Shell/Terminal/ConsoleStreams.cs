using System.Management.Automation;
using System.Security;
using DatadogOps.Shell.Execution;
using DatadogOps.Shell.Output;

namespace DatadogOps.Shell.Terminal;

/// <summary>A run's streams on the process's: objects to the standard output, all else to the standard error.</summary>
internal sealed class ConsoleStreams : IStreams, IDisposable
{
    private const int FlushMilliseconds = 100;
    private const int ProgressMilliseconds = 200;

    private readonly Lock _lock = new();
    private readonly StreamWriter _output;
    private readonly StreamWriter _error;
    private readonly IObjectWriter _writer;
    private readonly ConsoleOptions _options;
    private Timer? _flush;
    private bool _unflushed;
    private bool _broken;
    private long _progressAt = long.MinValue / 2;
    private bool _progressShown;

    public ConsoleStreams(ConsoleOptions options, Func<IReadOnlyList<TableView>> views)
    {
        _options = options;
        _output = StandardStreams.Output();
        _error = StandardStreams.Error();
        _writer = options.Format switch
        {
            OutputFormat.Json => new JsonWriter(_output, Warning),
            OutputFormat.JsonLines => new JsonLinesWriter(_output, Warning),
            OutputFormat.Csv => new CsvWriter(_output),
            _ => new ScreenWriter(_output, options.Width, options.OutputColour, views),
        };
    }

    public bool CanAsk => _options.CanAsk;

    public void Output(object? value)
    {
        lock (_lock)
        {
            ClearProgress();
            Guard(() =>
            {
                _writer.Write(value);
                if (_options.OutputIsTerminal)
                {
                    _output.Flush();
                }
            });
            _unflushed = true;
            // What waits in the buffer is written soon even when no further object comes for long.
            _flush ??= _options.OutputIsTerminal ? null : new Timer(_ => FlushSoon(), null, FlushMilliseconds, FlushMilliseconds);
        }
    }

    public void Failure(ErrorRecord record)
    {
        string command = record.InvocationInfo is { } invocation ? invocation.MyCommand.Name + ": " : "ddops: ";
        string text = command + record;
        if (record.ErrorDetails?.RecommendedAction is { Length: > 0 } advice && !text.Contains(advice, StringComparison.Ordinal))
        {
            text += Environment.NewLine + advice;
        }

        Line(text, "\e[31;1m");
    }

    public void Warning(string message) => Line("WARNING: " + message, "\e[33;1m");

    public void Verbose(string message) => Line("VERBOSE: " + message, "\e[33;1m");

    public void Debug(string message) => Line("DEBUG: " + message, "\e[33;1m");

    public void Information(InformationRecord record) => Line(record.ToString(), null);

    public void WhatIf(string message) => Line(message, null);

    public void Progress(ProgressRecord record)
    {
        if (!_options.ErrorIsTerminal)
        {
            return;
        }

        lock (_lock)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                ClearProgress();
                return;
            }

            long now = Environment.TickCount64;
            if (now - _progressAt < ProgressMilliseconds)
            {
                return;
            }

            _progressAt = now;
            string text = $"{record.Activity}: {record.StatusDescription}{(record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "")}";
            _error.Write($"\r\e[K{DisplayWidth.CutEnd(text.ReplaceLineEndings(" "), Math.Max(10, _options.Width - 1))}");
            _progressShown = true;
        }
    }

    public string? Ask(string prompt)
    {
        lock (_lock)
        {
            ClearProgress();
            Guard(_output.Flush);
            _error.Write(prompt);
        }

        return Console.In.ReadLine();
    }

    public SecureString? AskSecret(string prompt)
    {
        lock (_lock)
        {
            ClearProgress();
            _error.Write(prompt);
        }

        var secret = new SecureString();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    _error.WriteLine();
                    secret.MakeReadOnly();
                    return secret;
                case ConsoleKey.Backspace when secret.Length > 0:
                    secret.RemoveAt(secret.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        secret.AppendChar(key.KeyChar);
                    }

                    break;
            }
        }
    }

    /// <summary>Writes what is held back.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _flush?.Dispose();
            ClearProgress();
            Guard(_writer.Complete);
        }
    }

    public void Dispose() => _flush?.Dispose();

    private void Line(string text, string? colour)
    {
        lock (_lock)
        {
            ClearProgress();
            if (_unflushed)
            {
                Guard(_output.Flush);
                _unflushed = false;
            }

            try
            {
                _error.WriteLine(colour is not null && _options.ErrorColour ? $"{colour}{text}\e[0m" : text);
            }
            catch (IOException)
            {
                // Nobody reads the messages; the work goes on.
            }
        }
    }

    private void FlushSoon()
    {
        lock (_lock)
        {
            if (_unflushed && !_broken)
            {
                try
                {
                    _output.Flush();
                    _unflushed = false;
                }
                catch (IOException)
                {
                    // The pipeline's thread meets the closed pipe with its next object.
                    _broken = true;
                }
            }
        }
    }

    private void Guard(Action write)
    {
        try
        {
            if (_broken)
            {
                throw new IOException("The output is closed.");
            }

            write();
        }
        catch (IOException failure)
        {
            _broken = true;
            throw new BrokenOutputException(failure);
        }
    }

    private void ClearProgress()
    {
        if (_progressShown)
        {
            _error.Write("\r\e[K");
            _progressShown = false;
        }
    }
}
