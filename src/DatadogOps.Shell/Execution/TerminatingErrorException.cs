using System.Management.Automation;

namespace DatadogOps.Shell.Execution;

/// <summary>Carries a cmdlet's terminating error out of the cmdlet.</summary>
internal sealed class TerminatingErrorException(ErrorRecord error) : RuntimeException(error.ToString(), error.Exception, error);
