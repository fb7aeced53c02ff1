using System.Management.Automation;
using System.Management.Automation.Host;

namespace DatadogOps.Shell.Automation;

/// <summary>
/// What the engine of ddops does with a cmdlet and a cmdlet's author cannot. PowerShell keeps the same doors internal; an
/// own namespace keeps them apart from the names that the reference assembly has.
/// </summary>
public static class CmdletBridge
{
    /// <summary>Puts a cmdlet into a pipeline.</summary>
    public static void Attach(Cmdlet cmdlet, ICommandRuntime runtime, InvocationInfo invocation, SessionState session)
    {
        cmdlet.CommandRuntime = runtime;
        if (cmdlet is PSCmdlet full)
        {
            full.Attach(invocation);
            full.SessionState = session;
        }
    }

    /// <summary>Says which parameter set was chosen.</summary>
    public static void SetParameterSet(Cmdlet cmdlet, string name)
    {
        if (cmdlet is PSCmdlet full)
        {
            full.ParameterSetName = name;
        }
    }

    /// <summary>Calls BeginProcessing.</summary>
    public static void Begin(Cmdlet cmdlet) => cmdlet.CallBegin();

    /// <summary>Calls ProcessRecord.</summary>
    public static void Process(Cmdlet cmdlet) => cmdlet.CallProcess();

    /// <summary>Calls EndProcessing.</summary>
    public static void End(Cmdlet cmdlet) => cmdlet.CallEnd();

    /// <summary>Calls StopProcessing; safe from any thread.</summary>
    public static void Stop(Cmdlet cmdlet) => cmdlet.CallStop();

    /// <summary>Describes a call of a cmdlet.</summary>
    public static InvocationInfo Invocation(string name, Type type, string moduleName, string line, int offset, int position, int length) =>
        new(new CmdletInfo(name, type) { ModuleName = moduleName }, line, offset, position, length, position > 1);

    /// <summary>Marks an error as written by this call; the first mark stays.</summary>
    public static void AttachError(ErrorRecord error, InvocationInfo invocation) => error.AttachTo(invocation);

    /// <summary>An error that -ErrorAction Stop made terminating.</summary>
    public static Exception StoppedByPreference(ErrorRecord error) => new ActionPreferenceStopException(
        $"The running command stopped because the preference variable \"ErrorActionPreference\" or common parameter is set to Stop: {error}", error);

    /// <summary>What validations and transformations are given of the engine.</summary>
    public static EngineIntrinsics Intrinsics(PSHost? host, SessionState session) => new(host, session);

    /// <summary>Validates a bound value.</summary>
    public static void Validate(ValidateArgumentsAttribute attribute, object? value, EngineIntrinsics engine) => attribute.Check(value, engine);

    /// <summary>A value as PowerShell writes it in text.</summary>
    public static string ToText(object? value) => LanguagePrimitives.ToText(value);

    /// <summary>A value without its wrapper.</summary>
    public static object? Unwrap(object? value) => PSObject.Base(value);

    /// <summary>One property by name, without listing the others; null when there is none.</summary>
    public static PSPropertyInfo? FindProperty(PSObject value, string name) => value.Find(name);
}
