using System.Management.Automation;
using System.Management.Automation.Runspaces;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Execution;

/// <summary>
/// Runs lines of the small grammar with the cmdlets of one module folder. Instances share nothing; one instance runs one
/// line at a time, on the caller's thread.
/// </summary>
public sealed class DdopsEngine
{
    private readonly SessionState _session = new();
    private readonly Runspace _runspace = new();

    /// <summary>Prepares the engine; the module is loaded by the first line that needs it.</summary>
    /// <param name="moduleFolder">Folder with the manifest, the dll and <c>deps/</c>.</param>
    public DdopsEngine(string moduleFolder) => Catalog = new CmdletCatalog(moduleFolder);

    /// <summary>The module's cmdlets.</summary>
    public CmdletCatalog Catalog { get; }

    /// <summary>Runs a line and keeps what it writes. Never throws for what the line or a cmdlet does wrong.</summary>
    /// <param name="line">Pipelines, divided by <c>;</c> or newlines.</param>
    /// <param name="input">Objects for the first cmdlet, or null for none.</param>
    /// <param name="streams">Where it writes; null for new ones.</param>
    /// <param name="cancellation">Stops the run as Ctrl+C does.</param>
    public PipelineResult Run(string line, IEnumerable<object?>? input = null, CollectingStreams? streams = null, CancellationToken cancellation = default)
    {
        streams ??= new CollectingStreams();
        var run = new RunState(streams, cancellation);
        int exitCode = Run(run, line, () => Parser.Parse(line), input);
        return new PipelineResult(streams, exitCode, run.TerminatingError);
    }

    /// <summary>Runs a line; terminating errors go to the streams like others.</summary>
    /// <returns>The exit code.</returns>
    public int Run(string line, IStreams streams, IEnumerable<object?>? input = null, CancellationToken cancellation = default) =>
        Report(new RunState(streams, cancellation), run => Run(run, line, () => Parser.Parse(line), input));

    /// <summary>Runs one cmdlet whose arguments are the process's, already apart.</summary>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> words, IStreams streams, IEnumerable<object?>? input = null, CancellationToken cancellation = default) =>
        Report(new RunState(streams, cancellation), run => Run(run, string.Join(' ', words), () => WordArguments.Parse(words, Catalog), input));

    private static int Report(RunState run, Func<RunState, int> execute)
    {
        int exitCode = execute(run);
        if (run.TerminatingError is { } error)
        {
            run.Streams.Failure(error);
        }

        return exitCode;
    }

    private int Run(RunState run, string line, Func<List<PipelineSyntax>> parse, IEnumerable<object?>? input)
    {
        bool failed = false;
        try
        {
            List<PipelineSyntax> pipelines = parse();
            // The whole line is looked at before any of it runs: an unknown cmdlet at its end must not stop it half-way.
            foreach (PipelineSyntax pipeline in pipelines)
            {
                foreach (PipelineElement element in pipeline.Elements)
                {
                    _ = element.CommandName is null ? null : Catalog.Get(element.CommandName);
                }
            }

            foreach (PipelineSyntax pipeline in pipelines)
            {
                if (!Run(run, line, pipeline, input, out bool endsAll))
                {
                    failed = true;
                    if (endsAll)
                    {
                        break;
                    }
                }

                input = null;
            }
        }
        catch (PipelineStoppedException)
        {
            return ExitCodes.Stopped;
        }
        catch (SyntaxException failure)
        {
            run.TerminatingError = new ErrorRecord(failure, "ParserError", ErrorCategory.ParserError, null);
            failed = true;
        }
        catch (EngineException failure)
        {
            run.TerminatingError = new ErrorRecord(failure, "DdopsFailure", ErrorCategory.InvalidOperation, null);
            failed = true;
        }

        return run.Cancellation.IsCancellationRequested ? ExitCodes.Stopped
            : failed ? ExitCodes.Failure
            : run.HasErrors ? ExitCodes.Errors
            : ExitCodes.Success;
    }

    private bool Run(RunState run, string line, PipelineSyntax syntax, IEnumerable<object?>? input, out bool endsAll)
    {
        endsAll = false;
        ErrorRecord error;
        Runspace? outer = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _runspace;
        using var pipeline = new RunningPipeline(run);
        try
        {
            pipeline.Build(Catalog, line, syntax, input is not null, new EngineHost(run.Streams), _session);
            pipeline.Execute(input);
            return true;
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (Exception) when (run.IsStopping)
        {
            // Work that is cut off may fail in any way; what counts is that it was stopped.
            throw new PipelineStoppedException();
        }
        catch (BrokenOutputException)
        {
            throw;
        }
        catch (ActionPreferenceStopException failure)
        {
            endsAll = true;
            error = failure.ErrorRecord;
        }
        catch (TerminatingErrorException failure)
        {
            error = failure.ErrorRecord;
        }
        catch (ParameterBindingException failure)
        {
            error = failure.ErrorRecord;
            pipeline.Attach(error);
        }
        catch (RuntimeException failure)
        {
            error = new ErrorRecord(failure.ErrorRecord, failure);
            pipeline.Attach(error);
        }
        catch (Exception failure) when (failure is not EngineException)
        {
            error = (failure as IContainsErrorRecord)?.ErrorRecord ?? new ErrorRecord(failure, failure.GetType().FullName, ErrorCategory.NotSpecified, null);
            pipeline.Attach(error);
        }
        finally
        {
            Runspace.DefaultRunspace = outer;
        }

        // Only the last one is left to the caller; those before it are told as they happen.
        if (run.TerminatingError is { } earlier)
        {
            run.Streams.Failure(earlier);
        }

        run.TerminatingError = error;
        return false;
    }
}
