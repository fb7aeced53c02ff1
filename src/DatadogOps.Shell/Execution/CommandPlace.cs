using System.Management.Automation;
using System.Management.Automation.Host;

namespace DatadogOps.Shell.Execution;

/// <summary>Where a command stands.</summary>
/// <param name="ModuleName">Name of its module.</param>
/// <param name="Line">The whole line.</param>
/// <param name="Index">Its place in the pipeline, counted from 1.</param>
/// <param name="Length">How many the pipeline has.</param>
/// <param name="ExpectingInput">Whether objects come to it.</param>
/// <param name="Host">The host.</param>
/// <param name="Session">The session.</param>
internal sealed record CommandPlace(string ModuleName, string Line, int Index, int Length, bool ExpectingInput, PSHost Host, SessionState Session);
