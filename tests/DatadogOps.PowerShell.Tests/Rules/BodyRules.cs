using System.Reflection;
using DatadogOps.Help.Metadata;

namespace DatadogOps.Tests.Rules;

/// <summary>Rules about what a cmdlet's code does.</summary>
public static class BodyRules
{
    private const string BaseClass = "DatadogOps.Commands.Common.DatadogOpsCmdlet";

    // Code that calls into these waits for something outside.
    private static readonly string[] s_waiting = ["System.IO.", "System.Net.", "System.Threading.Tasks.", "System.Threading.Channels.", "System.Diagnostics.Process"];

    /// <summary>The base class seals StopProcessing over a token; a cmdlet that waits for anything must derive from it.</summary>
    public static IEnumerable<Finding> StopProcessing(ModuleUnderTest module)
    {
        foreach (CmdletModel cmdlet in module.Cmdlets)
        {
            bool derives = cmdlet.BaseTypes.Any(type => type.FullName == BaseClass);
            if (!derives && module.Calls.FirstOrDefault(call => call.Caller == cmdlet.Type.FullName && s_waiting.Any(name => call.Type.StartsWith(name, StringComparison.Ordinal))) is { } call)
            {
                yield return new Finding("stop-processing", cmdlet.Name, $"it calls {call.Type}.{call.Member} and does not derive from {BaseClass}, so Ctrl+C does not end it.");
            }
            else if (derives && HidesStop(cmdlet))
            {
                yield return new Finding("stop-processing", cmdlet.Name, "it hides StopProcessing; use StopToken.");
            }
        }
    }

    public static IEnumerable<Finding> BlockingCall(ModuleUnderTest module) =>
        from method in module.Calls.Where(call => !call.IsAwait && call.Caller != BaseClass).GroupBy(call => (call.Caller, call.Method))
        from call in method.Distinct()
        where Blocks(call) && !IsGuarded(call, method)
        select new Finding("blocking-call", $"{call.Caller}.{call.Method}", $"it blocks in {call.Type}.{call.Member}; wait with the base class's Wait, which Ctrl+C ends.");

    // The result of a ValueTask that was seen to be completed is there without waiting.
    private static bool IsGuarded(MemberCall call, IEnumerable<MemberCall> method) =>
        call.Type == "System.Threading.Tasks.ValueTask`1"
        && method.Any(other => other.Type == call.Type && other.Member is "get_IsCompletedSuccessfully" or "get_IsCompleted");

    private static bool HidesStop(CmdletModel cmdlet) => cmdlet.BaseTypes
        .TakeWhile(type => type.FullName != BaseClass)
        .Prepend(cmdlet.Type)
        .Any(type => type.GetMethod("StopProcessing", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null);

    private static bool Blocks(MemberCall call) => (call.Type, call.Member) switch
    {
        ("System.Threading.Thread", "Sleep") => true,
        ("System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1", "Wait" or "WaitAll" or "WaitAny" or "get_Result") => true,
        ("System.Threading.Tasks.ValueTask`1", "get_Result") => true,
        (_, "GetResult") => call.Type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && call.Type.Contains("Awaiter", StringComparison.Ordinal),
        (_, "Wait" or "WaitOne") => call.Type is "System.Threading.SemaphoreSlim" or "System.Threading.ManualResetEventSlim" or "System.Threading.WaitHandle" or "System.Threading.CountdownEvent",
        _ => false,
    };
}
