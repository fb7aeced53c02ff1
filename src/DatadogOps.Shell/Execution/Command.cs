using System.Management.Automation;
using DatadogOps.Shell.Automation;
using DatadogOps.Shell.Binding;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Execution;

/// <summary>One cmdlet in a running pipeline.</summary>
internal sealed class Command : IDisposable
{
    private readonly Cmdlet _cmdlet;
    private readonly RunState _run;
    private readonly ParameterBinder _binder;
    private readonly CommandRuntime _runtime;
    private readonly CommonParameters _common = new();
    private readonly PipelineElement _syntax;
    private readonly bool _expectingInput;

    public Command(RunState run, CmdletDescription description, PipelineElement syntax, CommandPlace place, Action<object?> emit)
    {
        _run = run;
        _syntax = syntax;
        _expectingInput = place.ExpectingInput;
        _cmdlet = (Cmdlet)Activator.CreateInstance(description.Type)!;
        if (_cmdlet is IDynamicParameters)
        {
            throw new EngineException($"{description.Name} has dynamic parameters, which ddops does not run; use pwsh.");
        }

        Invocation = CmdletBridge.Invocation(description.Name, description.Type, place.ModuleName, place.Line, syntax.Position + 1, place.Index, place.Length);
        _runtime = new CommandRuntime(run, description, _common, emit) { Invocation = Invocation, Host = place.Host };
        CmdletBridge.Attach(_cmdlet, _runtime, Invocation, place.Session);
        _binder = new ParameterBinder(_cmdlet, description, _common, Invocation, CmdletBridge.Intrinsics(place.Host, place.Session));
    }

    public InvocationInfo Invocation { get; }

    public void BindArguments() => _binder.BindCommandLine(_syntax.Arguments, _expectingInput);

    public void Begin() => CmdletBridge.Begin(_cmdlet);

    /// <summary>Takes one object from the pipeline; one that does not fit is an error record, and the next may fit.</summary>
    public void Input(object? value)
    {
        try
        {
            _binder.BindInput(value);
        }
        catch (ParameterBindingException failure)
        {
            var error = new ErrorRecord(failure, failure.ErrorId, ErrorCategory.InvalidArgument, value);
            _runtime.WriteError(error);
            return;
        }

        Process();
    }

    public void Process()
    {
        if (_run.IsStopping)
        {
            throw new PipelineStoppedException();
        }

        CmdletBridge.Process(_cmdlet);
    }

    public void End() => CmdletBridge.End(_cmdlet);

    public void Stop() => CmdletBridge.Stop(_cmdlet);

    public void Dispose() => (_cmdlet as IDisposable)?.Dispose();
}
