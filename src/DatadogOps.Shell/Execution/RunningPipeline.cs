using System.Management.Automation;
using DatadogOps.Shell.Automation;
using DatadogOps.Shell.Binding;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Execution;

/// <summary>
/// A pipeline from its first cmdlet's arguments to the last one's output. Each object goes through all cmdlets before the
/// next is made, as in PowerShell. Cmdlets are disposed at the end, however it comes.
/// </summary>
internal sealed class RunningPipeline(RunState run) : IDisposable
{
    private readonly List<Command> _commands = [];
    private CancellationTokenRegistration _stop;
    private object? _values;
    private bool _beginsWithValues;
    private Command? _current;

    public void Build(CmdletCatalog catalog, string line, PipelineSyntax syntax, bool hasInput, EngineHost host, SessionState session)
    {
        int first = 0;
        if (syntax.Elements[0].CommandName is null)
        {
            _beginsWithValues = true;
            _values = syntax.Elements[0].Value;
            first = 1;
        }

        for (int i = first; i < syntax.Elements.Count; i++)
        {
            int next = i - first + 1;
            var place = new CommandPlace(catalog.Manifest.Name, line, i + 1, syntax.Elements.Count, i > 0 || hasInput, host, session);
            _commands.Add(new Command(run, catalog.Get(syntax.Elements[i].CommandName!), syntax.Elements[i], place, value => Emit(next, value)));
        }

        _stop = run.Cancellation.Register(Stop);
        foreach (Command command in _commands)
        {
            _current = command;
            command.BindArguments();
        }
    }

    public void Execute(IEnumerable<object?>? input)
    {
        foreach (Command command in _commands)
        {
            _current = command;
            command.Begin();
        }

        if (_beginsWithValues)
        {
            foreach (object? value in Values())
            {
                Emit(0, value);
            }
        }
        else if (input is not null)
        {
            foreach (object? value in input)
            {
                Emit(0, value);
            }
        }
        else
        {
            _current = _commands[0];
            _current.Process();
        }

        foreach (Command command in _commands)
        {
            _current = command;
            command.End();
        }
    }

    /// <summary>Marks an error as the command's that was running.</summary>
    public void Attach(ErrorRecord error)
    {
        if (_current is not null)
        {
            CmdletBridge.AttachError(error, _current.Invocation);
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        foreach (Command command in _commands)
        {
            try
            {
                command.Dispose();
            }
            catch (Exception failure) when (failure is not BrokenOutputException)
            {
                // A cmdlet that fails to clean up must not keep the others from it, nor hide why the pipeline ended.
                run.Streams.Debug($"{command.Invocation.MyCommand.Name} failed while it was disposed: {failure.Message}");
            }
        }
    }

    private object?[] Values()
    {
        object? values = ArgumentConverter.StripWords(_values);
        return values as object?[] ?? [values];
    }

    private void Emit(int index, object? value)
    {
        if (index == _commands.Count)
        {
            run.Streams.Output(value);
            return;
        }

        // An error inside a later cmdlet is that cmdlet's; when it returns, the earlier one runs again.
        Command? caller = _current;
        _current = _commands[index];
        _current.Input(value is null ? null : PSObject.AsPSObject(value));
        _current = caller;
    }

    private void Stop()
    {
        run.Stop();
        foreach (Command command in _commands)
        {
            try
            {
                command.Stop();
            }
            catch (ObjectDisposedException)
            {
                // It ended in the same moment.
            }
        }
    }
}
